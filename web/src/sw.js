// Keeps the app's files, so that it opens at once and without a network. It never
// keeps an answer of the API: the replica does that, and knows whose it is.
const cacheName = "cairn-__BUILD__";
const files = ["__FILES__"];

self.addEventListener("install", (event) => {
  // The next reload has the new build; nobody has to close all tabs first.
  self.skipWaiting();
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(files)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => {
        // Tabs that still run the build before this one load parts of it later.
        const ours = names.filter((name) => name.startsWith("cairn-") && name !== cacheName);
        return Promise.all(ours.slice(0, -1).map((name) => caches.delete(name)));
      })
      // The very first tab, too, opens every screen when the network goes.
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && !/^\/(api|healthz|readyz|metrics)/.test(url.pathname)) {
    event.respondWith(
      caches
        .open(cacheName)
        .then((cache) => cache.match("/"))
        .then((page) => page ?? fetch("/")),
    );
  } else if (url.pathname.startsWith("/assets/") || url.pathname === "/icon.svg") {
    event.respondWith(caches.match(event.request).then((file) => file ?? fetch(event.request)));
  }
});
