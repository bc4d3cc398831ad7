import { type RefObject, useEffect, useState } from "react";
import { useLocation, useSearch } from "wouter";

/** `?add` in a list's address puts the cursor into its line, once: ask links and "New task" lead there. */
export function useAddHere(line: RefObject<HTMLElement | null>): void {
  const asked = new URLSearchParams(useSearch()).has("add");
  const [path, navigate] = useLocation();
  // The page before it may still be on screen when the address has changed already.
  const [own] = useState(path);
  useEffect(() => {
    if (!asked || path !== own || !line.current) return;
    line.current.focus();
    navigate(path, { replace: true });
  }, [asked, path, own, navigate, line]);
}
