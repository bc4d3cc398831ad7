import { useState } from "react";

const key = (name: string): string => `cairn.open.${name}`;

/** Whether a part of a screen is opened; this browser remembers it. */
export function useKeptOpen(name: string): [open: boolean, set: (open: boolean) => void] {
  const [open, setOpen] = useState(() => localStorage.getItem(key(name)) !== null);
  return [
    open,
    (next) => {
      setOpen(next);
      try {
        if (next) localStorage.setItem(key(name), "1");
        else localStorage.removeItem(key(name));
      } catch {
        // No room on this device: then it opens for now.
      }
    },
  ];
}
