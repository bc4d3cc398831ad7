import { Trans, useLingui } from "@lingui/react/macro";
import { type ApiError, nobodyHere } from "../../data/api";
import { Button } from "../../ui/button";
import { Loading } from "../../ui/loading";
import { Wrong } from "../../ui/section";

/** In the place of what is still being read, or could not be. It is tried again by itself, or at once. */
export function Unread({ error, onAgain }: { error: ApiError | null; onAgain: () => void }) {
  const { t } = useLingui();
  if (!error) return <Loading />;
  if (error.code === nobodyHere) return <Wrong words={t`Log in, and it shows here.`} />;
  return (
    <div className="flex flex-col items-start gap-2">
      <Wrong words={error.message || t`The server is out of reach.`} />
      <Button onClick={onAgain}>
        <Trans>Try again</Trans>
      </Button>
    </div>
  );
}
