import { serviceWorkerUrl } from "./trusted";

/** How often a page that stays open asks whether there is a new version. */
const askEveryMs = 30 * 60_000;

const takeOverMs = 3000;

/** How soon an installation that failed is tried again; it doubles each time. */
const againMs = 2000;

let waiting: ServiceWorker | null = null;
let ready = false;
let reloading = false;
const listeners = new Set<() => void>();

function tell(worker: ServiceWorker | null): void {
  waiting = worker;
  ready = true;
  for (const listener of listeners) listener();
}

/** Whether a newer version of the app is here and waits for a reload. */
export const updateReady = (): boolean => ready;

export function onUpdate(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

/** Loads the page anew with the version that waits. */
export function takeUpdate(): void {
  reloading = true;
  if (waiting?.state !== "installed") {
    location.reload();
    return;
  }
  waiting.postMessage("take over");
  // It takes over at once, or something is the matter with it.
  setTimeout(() => location.reload(), takeOverMs);
}

function watch(registration: ServiceWorkerRegistration): void {
  const { serviceWorker } = navigator;
  const installed = (worker: ServiceWorker | null) => {
    // Without one before it, it is the first: nothing is new to anybody.
    if (worker?.state === "installed" && serviceWorker.controller) tell(worker);
  };
  installed(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    worker?.addEventListener("statechange", () => installed(worker));
  });
  let asked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || Date.now() - asked < askEveryMs) return;
    asked = Date.now();
    registration.update().catch(() => {});
  });
  setInterval(() => registration.update().catch(() => {}), askEveryMs);
}

/** Starts what keeps the app on this device. Without it the app works too, only it does not open offline. */
export function startWorker(): void {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return;
  const before = serviceWorker.controller;
  serviceWorker.addEventListener("controllerchange", () => {
    if (reloading) location.reload();
    // Another tab took the new version: this one goes on with its own until somebody says so.
    else if (before) tell(null);
  });
  register(againMs);
  void serviceWorker.ready.then(watch);
}

/** All its files or none: where the line broke among them, nothing would open offline until the page is loaded anew. */
function register(delay: number): void {
  navigator.serviceWorker.register(serviceWorkerUrl()).then(
    // Where workers are switched off, some browsers answer without a registration.
    (registration?: ServiceWorkerRegistration) => {
      const worker = registration?.installing;
      worker?.addEventListener("statechange", () => {
        if (worker.state !== "redundant" || registration?.active) return;
        setTimeout(register, delay, Math.min(2 * delay, askEveryMs));
      });
    },
    () => {},
  );
}
