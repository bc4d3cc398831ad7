import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useMemo, useState } from "react";
import { byName, type Team } from "../../data/about";
import { useFormDraft } from "../../data/draft";
import { useAll, useMine, useStatus } from "../../data/mine";
import { matches } from "../../data/search";
import { useWrite } from "../../data/write";
import { isolate } from "../../lib/isolate";
import type { Person } from "../../types";
import { Button } from "../../ui/button";
import { Choice } from "../../ui/choice";
import { Confirm } from "../../ui/confirm";
import { Dialog } from "../../ui/dialog";
import { NativeSelect, TextField } from "../../ui/fields";
import { Loading } from "../../ui/loading";
import { Wrong } from "../../ui/section";
import { EmptyState } from "../../ui/small";
import { useToasts } from "../../ui/toast";
import { PageTitle, Row, Rows } from "./page";

export function TeamsPage() {
  const { t } = useLingui();
  const people = useAll<Person>("person");
  const teams = useAll<Team>("team");
  const { complete } = useStatus();
  const [editing, setEditing] = useState<Team | "new" | null>(null);
  const [deleting, setDeleting] = useState<Team | null>(null);
  const sorted = [...teams].sort(byName);
  const nameOf = (id: string | null) => people.find((person) => person.id === id)?.name;
  return (
    <>
      <PageTitle
        title={<Trans>Teams</Trans>}
        lead={<Trans>People in the same team read each other’s lists, where the workspace says so.</Trans>}
        action={
          <Button look="primary" onClick={() => setEditing("new")}>
            <Trans>New team</Trans>
          </Button>
        }
      />
      {sorted.length ? (
        <Rows>
          {sorted.map((team) => {
            const lead = nameOf(team.lead_id);
            const count = team.person_ids.length;
            return (
              <Row
                key={team.id}
                action={
                  <>
                    <Button
                      look="plain"
                      aria-label={t`Change ${isolate(team.name)}`}
                      onClick={() => setEditing(team)}
                    >
                      <Trans>Change</Trans>
                    </Button>
                    <Button
                      look="plain"
                      aria-label={t`Delete ${isolate(team.name)}`}
                      onClick={() => setDeleting(team)}
                    >
                      <Trans>Delete</Trans>
                    </Button>
                  </>
                }
              >
                <p className="wrap-anywhere">
                  <bdi>{team.name}</bdi>
                </p>
                <p className="text-sm text-quiet">
                  {count === 1 ? t`1 person` : t`${count} people`} ·{" "}
                  {lead ? t`led by ${lead}` : t`without a lead`}
                </p>
              </Row>
            );
          })}
        </Rows>
      ) : complete ? (
        <EmptyState title={t`No teams yet`}>
          <Trans>A team is who works on the same things, whoever they report to.</Trans>
        </EmptyState>
      ) : (
        <Loading />
      )}
      {editing && (
        <TeamDialog
          team={editing === "new" ? null : editing}
          people={people}
          onClose={() => setEditing(null)}
        />
      )}
      {deleting && <DeleteTeam team={deleting} onClose={() => setDeleting(null)} />}
    </>
  );
}

function DeleteTeam({ team, onClose }: { team: Team; onClose: () => void }) {
  const { t } = useLingui();
  const { say } = useToasts();
  const write = useWrite();
  async function remove() {
    if ((await write.run((send) => send<null>("DELETE", `/teams/${team.id}`))) === undefined) return;
    say(t`Deleted`);
    onClose();
  }
  return (
    <Confirm
      title={t`Delete the team ${isolate(team.name)}?`}
      action={t`Delete`}
      busy={write.busy}
      wrong={write.words}
      onConfirm={() => void remove()}
      onClose={onClose}
    >
      <p>
        <Trans>
          Its people and their tasks stay. What they read because of the team, they lose sight of.
        </Trans>
      </p>
    </Confirm>
  );
}

function TeamDialog({ team, people, onClose }: { team: Team | null; people: Person[]; onClose: () => void }) {
  const { t } = useLingui();
  const { me } = useMine();
  const { say } = useToasts();
  const write = useWrite(["name", "lead_id", "person_ids"]);
  const draft = useFormDraft(`team.${team?.id ?? "new"}`);
  const [members, setMembers] = useState(() => new Set(team?.person_ids ?? []));
  const [lead, setLead] = useState(team?.lead_id ?? "");
  const [search, setSearch] = useState("");
  // Who has left keeps their place in a team for the day they come back.
  const active = useMemo(
    () => people.filter((p) => p.active || team?.person_ids.includes(p.id)).sort(byName),
    [people, team],
  );
  const shown = active.filter((person) => matches(person, search));
  const chosen = active.filter((person) => members.has(person.id));

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const body = {
      name: new FormData(event.currentTarget).get("name"),
      lead_id: lead || null,
      person_ids: [...members],
    };
    const done = await write.run((send) =>
      team ? send<Team>("PATCH", `/teams/${team.id}`, body) : send<Team>("POST", "/teams", body),
    );
    if (!done) return;
    draft.drop();
    say(team ? t`Saved` : t`The team ${isolate(done.name)} is there`);
    onClose();
  }

  return (
    <Dialog title={team ? t`The team ${isolate(team.name)}` : t`New team`} onClose={onClose}>
      <form {...draft.props} className="flex flex-col gap-4" onSubmit={(event) => void save(event)}>
        <TextField
          label={t`Name`}
          name="name"
          dir="auto"
          defaultValue={team?.name}
          required
          autoFocus
          autoComplete="off"
          hint={t`Read by: everybody in ${isolate(me.workspace.name)}`}
          error={write.at("name")}
        />
        <fieldset>
          <legend className="mb-1.5 flex items-baseline gap-2 text-sm font-medium">
            <Trans>Who is in it</Trans>
            <span className="font-normal text-quiet">
              {members.size === 1 ? t`1 person` : t`${members.size} people`}
            </span>
          </legend>
          {active.length > 8 && (
            <TextField
              label={t`Find somebody`}
              hideLabel
              placeholder={t`Find somebody`}
              type="search"
              dir="auto"
              value={search}
              autoComplete="off"
              onChange={(event) => setSearch(event.target.value)}
            />
          )}
          <div className="mt-2 max-h-56 overflow-y-auto overscroll-contain rounded-md border border-line px-3 py-1">
            {shown.slice(0, 100).map((person) => (
              <Choice
                key={person.id}
                type="checkbox"
                checked={members.has(person.id)}
                disabled={team !== null && person.id === me.person.id && !team.person_ids.includes(person.id)}
                onChange={(event) => {
                  const next = new Set(members);
                  if (event.target.checked) next.add(person.id);
                  else {
                    next.delete(person.id);
                    if (lead === person.id) setLead("");
                  }
                  setMembers(next);
                }}
              >
                <bdi className="wrap-anywhere">{person.name}</bdi>{" "}
                <span className="text-sm text-quiet">
                  {team !== null && person.id === me.person.id && !team.person_ids.includes(person.id)
                    ? t`another admin can add you`
                    : person.active
                      ? person.title
                      : t`has left`}
                </span>
              </Choice>
            ))}
            {shown.length > 100 && (
              <p className="py-2 text-sm text-quiet">
                <Trans>And {shown.length - 100} more: type a part of the name.</Trans>
              </p>
            )}
          </div>
          <Wrong words={write.at("person_ids")} />
        </fieldset>
        <NativeSelect
          label={t`Lead`}
          value={lead}
          onChange={(event) => setLead(event.target.value)}
          options={[
            { value: "", label: t`Nobody` },
            ...chosen.filter((p) => p.active).map((p) => ({ value: p.id, label: p.name })),
          ]}
        />
        <Wrong words={write.at("lead_id") ?? write.words} />
        <div className="flex gap-2">
          <Button type="submit" look="primary" disabled={write.busy}>
            {team ? <Trans>Save</Trans> : <Trans>Make it</Trans>}
          </Button>
          <Button
            look="plain"
            onClick={() => {
              draft.drop();
              onClose();
            }}
          >
            <Trans>Cancel</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
