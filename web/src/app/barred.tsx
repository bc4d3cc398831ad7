import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { createRoot } from "react-dom/client";
import { catalogue } from "../lib/messages";
import { Barred } from "../ui/barred";

/** All that can be shown where not even a setting can be read. */
export function startBarred(root: HTMLElement): void {
  i18n.load("en", catalogue);
  i18n.activate("en");
  createRoot(root).render(
    <I18nProvider i18n={i18n}>
      <Barred />
    </I18nProvider>,
  );
}
