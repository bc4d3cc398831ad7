import { askWho, atTheDoor, keepsAnything, painted, pause, recall } from "./lib/first-page";

/** In steps, between which the page can paint and answer: all at once takes a phone a fifth of a second. */
async function begin(): Promise<void> {
  const root = document.getElementById("root");
  if (!root) throw new Error("index.html has no #root");
  if (!keepsAnything()) {
    const { startBarred } = await import("./app/barred");
    return startBarred(root);
  }
  const door = atTheDoor(location.pathname);
  const known = recall() !== null;
  if (!door && !known) askWho();
  // Whose copy is here has the app here too: then what is painted first is their list.
  if (door || !known) await painted();
  // The copy is read beside the app, not after it.
  if (!door) void import("./data/open").then(({ openEarly }) => openEarly());
  await import("react-dom/client");
  await pause();
  const { loadInside, start } = await import("./app/start");
  await pause();
  if (!door) {
    await loadInside(location.pathname);
    await pause();
  }
  start(root);
}

void begin();
