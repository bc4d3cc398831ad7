/** What a browser tells the server, so that notices reach it. */
export interface Subscribed {
  endpoint: string;
  p256dh: string;
  auth: string;
}

/** Why this browser shows no notices: it can't, one has forbidden it, or it was only looked away from. */
export type Refusal = "unable" | "install" | "denied" | "dismissed" | "failed";

async function worker(): Promise<ServiceWorkerRegistration | undefined> {
  return (await navigator.serviceWorker?.getRegistration()) ?? undefined;
}

/** Whether this browser can show notices; on an iPhone only what is on its home screen can. */
export function able(): true | Refusal {
  if ("PushManager" in window && "Notification" in window && "serviceWorker" in navigator) return true;
  return /iPhone|iPad/.test(navigator.userAgent) ? "install" : "unable";
}

/** Where this browser's notices are sent; null where it has not been asked to show any. */
export async function endpointHere(): Promise<string | null> {
  if (able() !== true || Notification.permission !== "granted") return null;
  const subscription = await (await worker())?.pushManager.getSubscription();
  return subscription?.endpoint ?? null;
}

function told(subscription: PushSubscription): Subscribed | null {
  const { endpoint, keys } = subscription.toJSON();
  const { p256dh, auth } = keys ?? {};
  return endpoint && p256dh && auth ? { endpoint, p256dh, auth } : null;
}

/** Asks to show notices, which browsers allow on a click alone. */
export async function subscribe(publicKey: string): Promise<Subscribed | Refusal> {
  const can = able();
  if (can !== true) return can;
  const permission = await Notification.requestPermission();
  if (permission !== "granted") return permission === "denied" ? "denied" : "dismissed";
  const registration = await worker();
  if (!registration?.active) return "unable";
  const wanted = { userVisibleOnly: true, applicationServerKey: publicKey };
  const { pushManager } = registration;
  try {
    return told(await pushManager.subscribe(wanted)) ?? "failed";
  } catch {
    // One for another server's key is in the way, or the browser's service is out of reach.
    const before = await pushManager.getSubscription();
    if (!before || !(await before.unsubscribe())) return "failed";
    return pushManager.subscribe(wanted).then(
      (made) => told(made) ?? "failed",
      () => "failed",
    );
  }
}

/** Has this browser show no notices any more. */
export async function unsubscribe(): Promise<void> {
  if (able() !== true) return;
  const subscription = await (await worker())?.pushManager.getSubscription();
  await subscription?.unsubscribe();
}
