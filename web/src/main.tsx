import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { Trans } from "@lingui/react/macro";
import { createRoot } from "react-dom/client";
import { messages } from "./messages/en.po";

i18n.loadAndActivate({ locale: "en", messages });
const name = "x";
createRoot(document.getElementById("root") as HTMLElement).render(
  <I18nProvider i18n={i18n}>
    <p>
      <Trans>
        Hello <b>{name}</b>
      </Trans>
    </p>
  </I18nProvider>,
);
