export type Theme = "auto" | "light" | "dark";

const key = "cairn.theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

export function chosenTheme(): Theme {
  const kept = localStorage.getItem(key);
  return kept === "light" || kept === "dark" ? kept : "auto";
}

function show(): void {
  const theme = chosenTheme();
  document.documentElement.dataset.theme = theme === "auto" ? (dark.matches ? "dark" : "light") : theme;
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(key, theme);
  show();
}

/** Before the first paint, and whenever the device changes between day and night. */
export function followTheme(): void {
  show();
  dark.addEventListener("change", show);
}
