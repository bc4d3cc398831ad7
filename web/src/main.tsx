import { painted, pause } from "./lib/first-page";
import "./styles.css";

/** In steps, between which the page can paint and answer: all at once takes a phone a fifth of a second. */
async function begin(): Promise<void> {
  const root = document.getElementById("root");
  if (!root) throw new Error("index.html has no #root");
  await painted();
  await import("react-dom/client");
  await pause();
  const { start } = await import("./app/start");
  await pause();
  start(root);
}

void begin();
