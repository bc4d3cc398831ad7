import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { ChevronRight } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { Link, useSearchParams } from "wouter";
import { useFetched } from "../../data/fetched";
import { useAll, useMine, usePerson } from "../../data/mine";
import { dateRange } from "../../lib/dates";
import { plusDays } from "../../lib/month";
import { todayIn } from "../../lib/week";
import { Away } from "../../parts/away";
import type { FocusKept } from "../../types";
import { NativeSelect } from "../../ui/fields";
import { Loading } from "../../ui/loading";
import { Segments } from "../../ui/segments";
import { AvoidedRows, BlockRows, InterruptionRows, WeekRows } from "./focus-rows";
import { GivenBack } from "./given-back";
import { TeamTabs } from "./tabs";

type Weeks = "4" | "13" | "52";

interface Team {
  id: string;
  name: string;
  person_ids: string[];
}

/** The ledger: what broke focus and what did not, one's own or one's team's. */
export function FocusScreen() {
  const { t } = useLingui();
  const { me } = useMine();
  const self = usePerson(me.person.id) ?? me.person;
  const [params, setParams] = useSearchParams();
  const teams = useAll<Team>("team").filter((team) => team.person_ids.includes(self.id));
  const team = teams.find(({ id }) => id === params.get("of"));
  const weeks = (["13", "52"] as Weeks[]).find((one) => one === params.get("weeks")) ?? "4";
  const today = todayIn(self.time_zone);
  const from = plusDays(today, 1 - Number(weeks) * 7);
  const path = `/focus-kept?from=${from}&to=${today}${team ? `&team=${team.id}` : ""}`;
  const set = (name: string, value: string, usual: string) =>
    setParams(
      (old) => {
        const next = new URLSearchParams(old);
        if (value === usual) next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const page = useRef<HTMLDivElement>(null);
  // On paper nothing can be opened: what is closed is opened before.
  useEffect(() => {
    const open = () => {
      for (const one of page.current?.querySelectorAll("details") ?? []) one.open = true;
    };
    addEventListener("beforeprint", open);
    return () => removeEventListener("beforeprint", open);
  }, []);
  return (
    <div ref={page}>
      <TeamTabs here="focus" />
      <div className="flex flex-col gap-6">
        <h1>
          <Trans>Focus kept</Trans>
        </h1>
        <div className="flex flex-wrap items-end gap-x-4 gap-y-3 print:hidden">
          {teams.length > 0 && (
            <div className="min-w-40 flex-1 sm:max-w-64">
              <NativeSelect
                label={t`Whose`}
                value={team?.id ?? ""}
                options={[
                  { value: "", label: t`Mine` },
                  ...teams.map(({ id, name }) => ({ value: id, label: name })),
                ]}
                onChange={(event) => set("of", event.target.value, "")}
              />
            </div>
          )}
          <Segments<Weeks>
            label={t`How far back`}
            value={weeks}
            options={[
              { value: "4", label: t`4 weeks` },
              { value: "13", label: t`3 months` },
              { value: "52", label: t`A year` },
            ]}
            onChange={(value) => set("weeks", value, "4")}
          />
        </div>
        <Ledger key={path} path={path} team={team ?? null} />
      </div>
    </div>
  );
}

function Ledger({ path, team }: { path: string; team: Team | null }) {
  const { t } = useLingui();
  const { data, error } = useFetched<FocusKept>(path);
  if (data) return <Kept kept={data} team={team} />;
  if (!error) return <Loading />;
  return (
    <Away error={error} title={error.message || t`The server is out of reach, and the ledger is there`} />
  );
}

function Kept({ kept, team }: { kept: FocusKept; team: Team | null }) {
  const { blocks, unbroken, interruptions, cannot_wait, made, avoided } = kept;
  const days = dateRange(kept.from, kept.to);
  const weeks = <WeekRows kept={kept} />;
  return (
    <>
      <section aria-label={days} className="flex flex-col">
        <p className="mb-2 text-sm text-quiet">
          {days}
          {team && (
            <>
              {" · "}
              <Plural value={kept.people} one="# person" other="# people" />
            </>
          )}
        </p>
        {blocks > 0 ? (
          <Figure
            big
            words={
              <Trans>
                Focus kept: {unbroken} of {blocks} blocks unbroken
              </Trans>
            }
          >
            {team ? weeks : <BlockRows kept={kept} />}
          </Figure>
        ) : (
          <p className="py-3 text-xl font-semibold">
            {team ? (
              <Trans>Nobody here had focus time in these days</Trans>
            ) : (
              <Trans>You had no focus time in these days</Trans>
            )}
            {!team && (
              <Link
                href="/settings/hours"
                className="block min-h-9 pt-1 text-sm font-normal text-accent underline underline-offset-4 pointer-coarse:min-h-11"
              >
                <Trans>Keep some: working time</Trans>
              </Link>
            )}
          </p>
        )}
        <Figure
          words={
            <>
              {team ? (
                <Plural
                  value={interruptions}
                  _0="Its people were not interrupted"
                  one="Its people were interrupted once"
                  other="Its people were interrupted # times"
                />
              ) : (
                <Plural
                  value={interruptions}
                  _0="You were not interrupted"
                  one="You were interrupted once"
                  other="You were interrupted # times"
                />
              )}
              {cannot_wait > 0 && (
                <Plural value={cannot_wait} one="; # could not wait" other="; # could not wait" />
              )}
            </>
          }
          empty={interruptions === 0}
        >
          {team ? weeks : <InterruptionRows kept={kept} received />}
        </Figure>
        <Figure
          words={
            team ? (
              <Plural
                value={made}
                _0="They interrupted nobody"
                one="They interrupted somebody once"
                other="They interrupted somebody # times"
              />
            ) : (
              <Plural
                value={made}
                _0="You interrupted nobody"
                one="You interrupted somebody once"
                other="You interrupted somebody # times"
              />
            )
          }
          empty={made === 0}
        >
          {team ? weeks : <InterruptionRows kept={kept} received={false} />}
        </Figure>
        <Figure
          words={
            team ? (
              <Plural
                value={avoided}
                _0="No colleague’s word waited for a digest"
                one="Once a colleague’s word waited for a digest"
                other="# times a colleague’s word waited for a digest"
              />
            ) : (
              <Plural
                value={avoided}
                _0="No colleague’s word waited for your digest"
                one="Once a colleague’s word waited for your digest"
                other="# times a colleague’s word waited for your digest"
              />
            )
          }
          empty={avoided === 0}
        >
          {team ? weeks : <AvoidedRows kept={kept} />}
        </Figure>
        <p className="mt-3 max-w-prose text-xs text-quiet">
          {team ? (
            <Trans>
              Read by: the people of {team.name}. By the week and without names: who interrupted whom is
              between the two.
            </Trans>
          ) : (
            <Trans>Read by: you.</Trans>
          )}{" "}
          <Trans>
            What waited counts once for each colleague, thing and half an hour, and only what somebody did on
            purpose while you worked.
          </Trans>
        </p>
      </section>
      <GivenBack avoided={avoided} told={kept.given_back} />
    </>
  );
}

interface FigureProps {
  words: ReactNode;
  big?: boolean;
  /** There are no rows to open. */
  empty?: boolean;
  children: ReactNode;
}

/** A figure stands in a sentence that opens its rows. */
function Figure({ words, big = false, empty = false, children }: FigureProps) {
  const look = big ? "text-xl font-semibold" : "text-base";
  if (empty) return <p className={`border-t border-line py-3 ${look} text-quiet`}>{words}</p>;
  return (
    <details className={big ? "" : "border-t border-line"}>
      <summary
        className={`flex min-h-11 cursor-pointer list-none items-baseline gap-2 py-3 tabular-nums ${look} [&::-webkit-details-marker]:hidden`}
      >
        <span className="min-w-0 flex-1">{words}</span>
        <ChevronRight
          size={16}
          aria-hidden="true"
          className="shrink-0 translate-y-0.5 text-quiet in-open:rotate-90 print:hidden"
        />
      </summary>
      <div className="pb-4">{children}</div>
    </details>
  );
}
