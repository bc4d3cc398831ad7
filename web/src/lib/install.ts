/** The browser's offer to install the app, kept until somebody asks for it: it is never pushed. */
interface InstallOffer extends Event {
  prompt(): Promise<unknown>;
}

let offer: InstallOffer | null = null;
const listeners = new Set<() => void>();

function set(next: InstallOffer | null): void {
  offer = next;
  for (const listener of listeners) listener();
}

export function keepInstallOffer(): void {
  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    set(event as InstallOffer);
  });
  window.addEventListener("appinstalled", () => set(null));
}

export const canInstall = (): boolean => offer !== null;

export function onInstallable(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

/** An offer can be taken once. */
export function install(): void {
  const taken = offer;
  set(null);
  void taken?.prompt();
}
