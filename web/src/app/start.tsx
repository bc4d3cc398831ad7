import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { afterFirstPage, atTheDoor } from "../lib/first-page";
import { fetchFonts } from "../lib/fonts";
import { followSight } from "../lib/in-sight";
import { keepInstallOffer } from "../lib/install";
import { catalogue } from "../lib/messages";
import { followTheme } from "../lib/theme";
import { followTitle } from "../lib/title";
import { startWorker } from "../lib/worker";
import { localZone } from "../lib/zones";
import { App, loadInside } from "./app";

export { loadInside };

export function start(root: HTMLElement): void {
  followTheme();
  keepInstallOffer();
  i18n.load("en", catalogue);
  i18n.activate("en");
  followTitle(root);
  createRoot(root).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <App />
      </I18nProvider>
    </StrictMode>,
  );

  // A browser's first look at numbers and at time zones takes long: while the copy is read, not in the midst of the
  // first list, and one after the other. The log-in shows none.
  const look = () => {
    i18n.number(1);
    setTimeout(localZone);
  };
  if (atTheDoor(location.pathname)) afterFirstPage(look);
  else setTimeout(look);

  afterFirstPage(() => {
    fetchFonts();
    followSight();
    if (import.meta.env.PROD) startWorker();
  });
}
