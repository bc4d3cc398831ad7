export type Theme = "auto" | "light" | "dark";

const key = "cairn.theme";
const dark = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

export function chosenTheme(): Theme {
  const kept = localStorage.getItem(key);
  return kept === "light" || kept === "dark" ? kept : "auto";
}

export function onTheme(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

/** The page's own colour, for what the browser draws around it. */
function tint(): void {
  const paper = getComputedStyle(document.documentElement).getPropertyValue("--paper").trim();
  document.querySelector("meta[name=theme-color]")?.setAttribute("content", paper);
}

/** public/theme.js does the first of these before anything is painted. */
function show(): void {
  const theme = chosenTheme();
  document.documentElement.dataset.theme = theme === "auto" ? (dark.matches ? "dark" : "light") : theme;
  tint();
  for (const changed of listeners) changed();
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(key, theme);
  show();
}

/** From now on whenever the device changes between day and night, or another tab chooses. */
export function followTheme(): void {
  show();
  dark.addEventListener("change", show);
  window.addEventListener("storage", (event) => {
    if (event.key === key) show();
  });
}
