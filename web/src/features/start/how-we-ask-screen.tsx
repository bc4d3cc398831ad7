import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { useFetched } from "../../data/fetched";
import { useMine, useWorkspace } from "../../data/mine";
import { AskLink } from "../../parts/ask-link";
import type { Notifications, Workspace } from "../../types";
import { AgreedLine } from "./agreed-line";
import { AnswerDays, DigestHour, Places, Readers } from "./rules";

/** The agreement on one page. Each line is the real setting; admins change it where it stands. */
export function HowWeAskScreen() {
  const { t } = useLingui();
  const { me } = useMine();
  const workspace = useWorkspace();
  const admin = me.person.role !== "member";
  const { urgent_slots: urgent, high_slots: high, digest_hour: hour } = workspace;
  const { data: mine } = useFetched<Notifications>("/me/notifications", workspace.revision);
  const own = mine?.digest_hours.join(", ");
  const reads: Record<Workspace["visibility"], string> = {
    pair: t`Its owner, their direct manager, and of each task whoever asked for it.`,
    line: t`Its owner, every manager above them, and of each task whoever asked for it.`,
    team: t`Its owner, every manager above them, their teams, and of each task whoever asked for it.`,
    workspace: t`Everybody here. A confidential task stays between its owner, its asker and the direct manager.`,
  };
  return (
    <article className="flex flex-col gap-8">
      <div>
        <h1>
          <Trans>How we ask here</Trans>
        </h1>
        <p className="mt-1 max-w-prose text-quiet">
          {admin ? (
            <Trans>
              What everybody can count on. Each line is the setting itself; you can change it here.
            </Trans>
          ) : (
            <Trans>What everybody can count on.</Trans>
          )}
        </p>
      </div>
      <Rule title={t`An ask lands on a list`}>
        <p>
          <Trans>
            Not in a chat, not in a meeting. What others put to a person waits under <em>To decide</em> until
            they accept it, propose something else, or decline it with a reason. A direct manager puts work
            straight onto the list, and the owner can put it back.
          </Trans>
        </p>
      </Rule>
      <Rule title={t`Who reads a list`} edit={admin && <Readers now={workspace} words={reads} />}>
        <p>{reads[workspace.visibility]}</p>
      </Rule>
      <Rule title={t`Few things come first`} edit={admin && <Places now={workspace} />}>
        <p>
          <Trans>
            Each list has places for {urgent} urgent and {high} high. Who wants one more says which one steps
            down.
          </Trans>
        </p>
      </Rule>
      <Rule title={t`A date is in the owner’s day`}>
        <p>
          <Trans>
            “By Friday” is the end of the owner’s Friday, in their time zone and working hours. Their holidays
            and time off count.
          </Trans>{" "}
          <Link href="/settings/hours" className="text-accent underline">
            <Trans>My working time</Trans>
          </Link>
        </p>
      </Rule>
      <Rule title={t`Word comes once a day`} edit={admin && <DigestHour now={workspace} />}>
        <p>
          <Trans>
            Nothing pops up. What happened waits for the digest at {hour}, by each one’s own clock, on working
            days; for who has chosen other hours, at these. It never comes in focus time or time off.
          </Trans>
        </p>
        {mine && mine.digest_hours.join() !== hour && (
          <p className="text-quiet">
            <Trans>Yours: {own}.</Trans>
          </p>
        )}
        <p>
          <Link href="/settings/notifications" className="text-accent underline">
            <Trans>What reaches me</Trans>
          </Link>
        </p>
      </Rule>
      <Rule title={t`Days to answer`} edit={admin && <AnswerDays now={workspace} />}>
        <p>
          <Plural
            value={workspace.answer_days}
            one="Who is asked has one working day, or half the time until it is due if that is less."
            other="Who is asked has # working days, or half the time until it is due if that is less."
          />{" "}
          <Trans>
            After that it says “unanswered”, to both and the manager, and who asked can take it back, ask
            somebody else, or propose a talk. Silence is never a yes.
          </Trans>
        </p>
      </Rule>
      <Rule
        title={t`What counts as an interruption`}
        edit={
          admin && (
            <AgreedLine
              name="interruptions"
              label={t`What counts as an interruption`}
              placeholder={t`Somebody stands still until they get the answer, and it can’t be put right tomorrow.`}
              now={workspace.interruptions}
            />
          )
        }
      >
        {workspace.interruptions ? (
          <p dir="auto" className="text-start whitespace-pre-wrap [overflow-wrap:anywhere]">
            {workspace.interruptions}
          </p>
        ) : (
          <p className="text-quiet">
            {admin ? (
              <Trans>Nobody has said it yet. One line is enough; it stands beside the button.</Trans>
            ) : (
              <Trans>Nobody has said it yet. An admin can.</Trans>
            )}
          </p>
        )}
        <p>
          <Trans>
            It has a reason in a line, and costs one of the few that the other person allows. Outside of their
            hours only what cannot wait goes.
          </Trans>
        </p>
      </Rule>
      <Rule
        title={t`Where emergencies go`}
        edit={
          admin && (
            <AgreedLine
              name="emergencies"
              label={t`Where emergencies go`}
              placeholder={t`Call +1 555 0100: whoever is on duty answers. Everything else goes on a list.`}
              now={workspace.emergencies}
            />
          )
        }
      >
        {workspace.emergencies ? (
          <p dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere]">
            {workspace.emergencies}
          </p>
        ) : (
          <p className="text-quiet">
            {admin ? (
              <Trans>
                Nobody has said it yet. A number to call, or who decides: then nobody has to guess.
              </Trans>
            ) : (
              <Trans>Nobody has said it yet. An admin can.</Trans>
            )}
          </p>
        )}
      </Rule>
      <AskLink />
    </article>
  );
}

function Rule({ title, edit, children }: { title: string; edit?: ReactNode; children: ReactNode }) {
  return (
    <section className="border-t border-line pt-4">
      <h2 className="text-lg font-semibold">{title}</h2>
      <div className="mt-1 flex max-w-prose flex-col gap-2 font-serif leading-relaxed">{children}</div>
      {edit}
    </section>
  );
}
