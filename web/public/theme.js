// Before the first paint; the page's policy allows no inline script. src/lib/theme.ts and src/lib/fonts.ts go on from here.
(() => {
  const kept = localStorage.getItem("cairn.theme");
  const dark = kept === "dark" || (kept !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  // The service worker has the letters.
  if (navigator.serviceWorker?.controller) document.documentElement.dataset.letters = "own";
})();
