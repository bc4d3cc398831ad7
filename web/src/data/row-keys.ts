import { useLingui } from "@lingui/react/macro";
import type { RefObject } from "react";
import { focusOn } from "../lib/focus";
import { useCommands } from "./commands";

/** `j` and `k` go through the links of a list that are marked `data-row`; Enter opens the one that has the focus. */
export function useRowKeys(list: RefObject<HTMLElement | null>): void {
  const { t } = useLingui();
  const step = (by: 1 | -1) => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    focusOn(rows[at < 0 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1)]);
  };
  useCommands([
    {
      id: "rows.next",
      name: t`Next`,
      group: "here",
      keys: ["j", "ArrowDown"],
      keyOnly: true,
      run: () => step(1),
    },
    {
      id: "rows.previous",
      name: t`Previous`,
      group: "here",
      keys: ["k", "ArrowUp"],
      keyOnly: true,
      run: () => step(-1),
    },
  ]);
}
