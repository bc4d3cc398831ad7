// Keeps the app's files, so that it opens at once and without a network. It never
// keeps an answer of the API: the replica does that, and knows whose it is.
const cacheName = "cairn-__BUILD__";
const files = ["__FILES__"];

self.addEventListener("install", (event) => {
  // Then it waits: a page that is open goes on with the build that it began with.
  event.waitUntil(keep());
});

async function keep() {
  const cache = await caches.open(cacheName);
  await cache.addAll(files);
  const page = await fetch("/", { cache: "no-cache" });
  if (!page.ok) throw new Error(`the page was answered with ${page.status}`);
  // Over a network it is painted at once, as the device likes it. Here the theme that somebody chose is at hand, and
  // what the server announces with the page stands in it.
  const beside = (page.headers.get("Link") ?? "").matchAll(/<([^>]+)>; rel=modulepreload/g);
  const links = [...beside].map(([, file]) => `<link rel="modulepreload" crossorigin href="${file}">`);
  const html = (await page.text())
    .replace("<script async ", "<script ")
    .replace("</head>", `${links.join("")}</head>`);
  await cache.put("/", new Response(html, { headers: page.headers }));
}

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => {
        // Tabs that still run the build before this one load parts of it later.
        const ours = names.filter((name) => name.startsWith("cairn-") && name !== cacheName);
        return Promise.all(ours.slice(0, -1).map((name) => caches.delete(name)));
      })
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
});

let handedOver = false;

/** Where no other tab is open, loading the page anew is enough to have the new build. */
async function handOver() {
  const { waiting } = self.registration;
  if (!waiting || handedOver) return null;
  const open = await self.clients.matchAll({ type: "window" });
  if (open.length > 1) return null;
  handedOver = true;
  waiting.postMessage("take over");
  return new Response("", { headers: { Refresh: "0", "Content-Type": "text/html" } });
}

async function page() {
  const cache = await caches.open(cacheName);
  return (await handOver()) ?? (await cache.match("/")) ?? fetch("/");
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && !/^\/(api|mails|healthz|readyz|metrics)/.test(url.pathname)) {
    event.respondWith(page());
  } else if (url.pathname.startsWith("/assets/") || files.includes(url.pathname)) {
    event.respondWith(caches.match(event.request).then((file) => file ?? fetch(event.request)));
  }
});

// A notice says how much there is, never what; a click opens the page that it names.
self.addEventListener("push", (event) => {
  let told = {};
  try {
    told = event.data?.json() ?? {};
  } catch {
    // Not from our server; browsers want a notice all the same.
  }
  const { title = "Cairn", body = "", tag, url = "/today" } = told;
  event.waitUntil(
    self.registration.showNotification(title, { body, tag, data: { url }, icon: "/icon-192.png" }),
  );
});

/** Where a page is open already, it is shown; nothing that somebody is in the middle of is left. */
async function openPage(path) {
  const url = new URL(path, self.location.origin);
  if (url.origin !== self.location.origin) return;
  const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = open.find((client) => new URL(client.url).pathname === url.pathname);
  await (there ? there.focus() : self.clients.openWindow(url));
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openPage(event.notification.data?.url ?? "/today"));
});
