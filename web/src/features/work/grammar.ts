import { useEffect, useState } from "react";
import { afterFirstPage } from "../../lib/first-page";

type Grammar = typeof import("../../lib/quickadd/grammar");

let here: Grammar | null = null;

async function load(): Promise<void> {
  here = await import("../../lib/quickadd/grammar");
}

/** What a line is understood by: it comes after the first page, or as soon as somebody writes. */
export function useGrammar(wanted: boolean): Grammar | null {
  const [, came] = useState(false);
  useEffect(() => afterFirstPage(() => void load().catch(() => {})), []);
  useEffect(() => {
    // Without it the server's reading has to do.
    if (wanted && !here)
      load().then(
        () => came(true),
        () => {},
      );
  }, [wanted]);
  return here;
}
