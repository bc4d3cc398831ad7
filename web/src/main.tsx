import { askWho, atTheDoor, painted, pause, remembered } from "./lib/first-page";

/** In steps, between which the page can paint and answer: all at once takes a phone a fifth of a second. */
async function begin(): Promise<void> {
  const root = document.getElementById("root");
  if (!root) throw new Error("index.html has no #root");
  const door = atTheDoor(location.pathname);
  const known = localStorage.getItem(remembered) !== null;
  if (!door && !known) askWho();
  // Whose copy is here has the app here too: then what is painted first is their list.
  if (door || !known) await painted();
  await import("react-dom/client");
  await pause();
  const { loadInside, start } = await import("./app/start");
  await pause();
  if (!door) {
    await loadInside();
    await pause();
  }
  start(root);
}

void begin();
