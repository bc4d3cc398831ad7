import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app";
import { followTheme } from "./lib/theme";
import { followTitle } from "./lib/title";
import { messages } from "./messages/en.po";
import "./styles.css";
import { serviceWorkerUrl } from "./lib/trusted";

followTheme();
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

// Without it the app works too, only it does not open offline.
if (import.meta.env.PROD) void navigator.serviceWorker?.register(serviceWorkerUrl()).catch(() => {});
