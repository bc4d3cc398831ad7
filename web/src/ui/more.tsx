import { useLingui } from "@lingui/react/macro";
import { Button } from "./button";

/** How many rows of a long report are drawn before somebody asks for all of them. */
export const firstRows = 200;

export function More({ hidden, onAll }: { hidden: number; onAll: () => void }) {
  const { t } = useLingui();
  if (hidden <= 0) return null;
  return (
    <Button className="self-start" onClick={onAll}>
      {t`Show the other ${hidden}`}
    </Button>
  );
}
