// Keeps the app's files, so that it opens without a network. It never keeps an
// answer of the API: the replica does that, and knows whose it is.
const cacheName = "cairn-__BUILD__";
const files = ["__FILES__"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(files)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys().then((names) => {
      const old = names.filter((name) => name.startsWith("cairn-") && name !== cacheName);
      return Promise.all(old.map((name) => caches.delete(name)));
    }),
  );
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && !/^\/(api|healthz|readyz|metrics)/.test(url.pathname)) {
    // The newest page when the server answers soon, else the kept one: a reload must not wait for a bad network.
    const kept = () => caches.match("/").then((page) => page ?? Response.error());
    const late = new Promise((resolve) => setTimeout(resolve, 1500)).then(kept);
    event.respondWith(Promise.race([fetch("/").catch(kept), late]));
  } else if (url.pathname.startsWith("/assets/")) {
    event.respondWith(caches.match(event.request).then((file) => file ?? fetch(event.request)));
  }
});
