// The page's policy allows no inline script. What the service worker keeps is painted after this has run; over the
// network nothing waits for it. src/lib/theme.ts and src/lib/fonts.ts go on from here.
(() => {
  let kept = null;
  try {
    kept = localStorage.getItem("cairn.theme");
  } catch {
    // Where the browser keeps nothing, the page says so.
  }
  const dark = kept === "dark" || (kept !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  // The service worker has the letters.
  if (navigator.serviceWorker?.controller) document.documentElement.dataset.letters = "own";
})();
