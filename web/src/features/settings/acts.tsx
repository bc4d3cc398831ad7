import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { components } from "../../api.gen";
import { byName } from "../../data/about";
import { ApiError, call } from "../../data/api";
import { useFetched } from "../../data/fetched";
import { useAll, useMine } from "../../data/mine";
import { dateRange } from "../../lib/dates";
import type { Page, Person } from "../../types";
import { Button } from "../../ui/button";
import { NativeSelect } from "../../ui/fields";
import { Segments } from "../../ui/segments";
import { EmptyState } from "../../ui/small";
import { PageTitle } from "./page";
import { Unread } from "./unread";

type Act = components["schemas"]["AdminAct"];

/** What admins did: a person sees for ever what concerns them, an admin sees all of it (P2). */
export function ActsPage() {
  const { t } = useLingui();
  const { me } = useMine();
  const admin = me.person.role !== "member";
  const [which, setWhich] = useState<"mine" | "all">("mine");
  const [whom, setWhom] = useState("");
  const people = useAll<Person>("person");
  return (
    <>
      <PageTitle
        title={<Trans>What admins did</Trans>}
        lead={
          which === "mine" ? (
            <Trans>
              Every change of your address, manager, teams, role or way of logging in that somebody else made.
              It stays here, and nobody can take it out.
            </Trans>
          ) : (
            <Trans>Everything that was done to people and to the workspace.</Trans>
          )
        }
      />
      {admin && (
        <div>
          <Segments
            label={t`Which`}
            value={which}
            onChange={setWhich}
            options={[
              { value: "mine", label: t`What concerns me` },
              { value: "all", label: t`All of it` },
            ]}
          />
        </div>
      )}
      {which === "all" && (
        <div className="sm:max-w-80">
          <NativeSelect
            label={t`About whom`}
            value={whom}
            onChange={(event) => setWhom(event.target.value)}
            options={[
              { value: "", label: t`Everybody and the workspace` },
              ...[...people].sort(byName).map((person) => ({ value: person.id, label: person.name })),
            ]}
          />
        </div>
      )}
      <Acts key={which + whom} about={which === "mine" ? me.person.id : whom || null} />
    </>
  );
}

export function Acts({ about }: { about: string | null }) {
  const { t } = useLingui();
  const path = `/admin-acts?limit=50${about ? `&about=${about}` : ""}`;
  const first = useFetched<Page<Act>>(path);
  const [more, setMore] = useState<Page<Act>[]>([]);
  const [failed, setFailed] = useState(false);
  if (!first.data) return <Unread error={first.error} onAgain={first.again} />;
  const acts = [first.data, ...more].flatMap((page) => page.items);
  const cursor = (more.at(-1) ?? first.data).next_cursor;
  async function older() {
    setFailed(false);
    try {
      const page = await call<Page<Act>>("GET", `${path}&cursor=${encodeURIComponent(cursor ?? "")}`);
      setMore([...more, page]);
    } catch (reason) {
      if (!(reason instanceof ApiError)) throw reason;
      setFailed(true);
    }
  }
  if (!acts.length) return <EmptyState title={t`Nothing yet`} />;
  const days = new Map<string, Act[]>();
  for (const act of acts) days.set(act.on, [...(days.get(act.on) ?? []), act]);
  return (
    <div className="flex flex-col gap-6">
      {[...days].map(([day, done]) => (
        <section key={day} aria-labelledby={`acts-${day}`}>
          <h2 id={`acts-${day}`} className="font-sans text-xs font-semibold text-quiet">
            {dateRange(day, day)}
          </h2>
          <ul>
            {done.map((act) => (
              <li key={act.revision} className="border-b border-line py-2 wrap-anywhere">
                <bdi dir="ltr">{act.sentence}</bdi>
                {act.time && <span className="ms-2 text-sm whitespace-nowrap text-quiet">{act.time}</span>}
              </li>
            ))}
          </ul>
        </section>
      ))}
      {cursor && (
        <Button className="self-start" onClick={() => void older()}>
          {failed ? <Trans>Out of reach. Try again</Trans> : <Trans>Older</Trans>}
        </Button>
      )}
    </div>
  );
}
