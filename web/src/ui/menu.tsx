import { cloneElement, lazy, type ReactElement, Suspense, useState } from "react";

const load = () => import("./menu-open");
const OpenMenu = lazy(async () => ({ default: (await load()).OpenMenu }));

export interface MenuItem {
  label: string;
  shortcut?: string;
  onSelect: () => void;
}

type Trigger = ReactElement<{
  onClick?: () => void;
  onPointerEnter?: () => void;
  "aria-haspopup"?: "menu";
  "aria-expanded"?: boolean;
}>;

export interface OpenMenuProps {
  trigger: Trigger;
  items: MenuItem[];
}

export interface MenuProps {
  trigger: Trigger;
  /** As a function they are made when the menu opens. */
  items: MenuItem[] | (() => MenuItem[]);
}

/** A button with a menu. Until it is first wanted it is only the button: a list of a thousand has a thousand. */
export function Menu({ trigger, items }: MenuProps) {
  const [wanted, setWanted] = useState(false);
  const button = cloneElement(trigger, {
    "aria-haspopup": "menu",
    "aria-expanded": false,
    onPointerEnter: () => void load().catch(() => {}),
    onClick: () => setWanted(true),
  });
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <OpenMenu trigger={trigger} items={typeof items === "function" ? items() : items} />
    </Suspense>
  );
}
