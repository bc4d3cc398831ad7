import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app";
import { localZone } from "./lib/dates";
import { afterFirstPage } from "./lib/first-page";
import { fetchFonts } from "./lib/fonts";
import { keepInstallOffer } from "./lib/install";
import { followTheme } from "./lib/theme";
import { followTitle } from "./lib/title";
import { startWorker } from "./lib/worker";
import { messages } from "./messages/en.po";
import "./styles.css";

followTheme();
keepInstallOffer();
i18n.load("en", messages);
i18n.activate("en");

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
followTitle(root);
createRoot(root).render(
  <StrictMode>
    <I18nProvider i18n={i18n}>
      <App />
    </I18nProvider>
  </StrictMode>,
);

// A browser's first look at time zones and numbers takes long: now, while the copy is read, not in the midst of the first list.
setTimeout(() => {
  localZone();
  i18n.number(1);
});

afterFirstPage(root, () => {
  fetchFonts();
  if (import.meta.env.PROD) startWorker();
});
