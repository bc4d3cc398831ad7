// Light or dark before the first paint; the page's policy allows no inline script. src/lib/theme.ts goes on from here.
(() => {
  const kept = localStorage.getItem("cairn.theme");
  const dark = kept === "dark" || (kept !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
