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

/** The page's own colour, for what the browser draws around it: --paper of styles.css. */
const paper = { light: "#faf8f3", dark: "#191815" };

/** Until this has run, the style follows the device, or what public/theme.js has read. */
function show(): void {
  const chosen = chosenTheme();
  const theme = chosen === "auto" ? (dark.matches ? "dark" : "light") : chosen;
  document.documentElement.dataset.theme = theme;
  document.querySelector("meta[name=theme-color]")?.setAttribute("content", paper[theme]);
  for (const changed of listeners) changed();
}

export function chooseTheme(theme: Theme): void {
  try {
    localStorage.setItem(key, theme);
  } catch {
    // No room on this device: it stays as it was.
  }
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
