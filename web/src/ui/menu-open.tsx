import { DropdownMenu } from "radix-ui";
import type { OpenMenuProps } from "./menu";
import { Kbd } from "./small";

/** Not modal: a modal menu injects a style that the page's policy forbids. It opens when it is mounted. */
export function OpenMenu({ trigger, items }: OpenMenuProps) {
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={document.getElementById("main")}>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          // On a phone the bar of places lies below.
          collisionPadding={
            matchMedia("(min-width: 48rem)").matches ? 8 : { top: 8, left: 8, right: 8, bottom: 72 }
          }
          className="z-20 max-h-(--radix-dropdown-menu-content-available-height) min-w-52 overflow-y-auto overscroll-contain rounded-md border border-line bg-sheet p-1 text-sm shadow-lg"
        >
          {items.map((item) => (
            <DropdownMenu.Item
              key={item.label}
              onSelect={item.onSelect}
              className="flex min-h-9 cursor-pointer items-center justify-between gap-6 rounded px-3 data-[highlighted]:bg-wash data-[highlighted]:outline-none pointer-coarse:min-h-11"
            >
              {item.label}
              {item.shortcut && <Kbd>{item.shortcut}</Kbd>}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
