import { Trans, useLingui } from "@lingui/react/macro";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { WindowVirtualizer, type WindowVirtualizerHandle } from "virtua";
import { useLocation } from "wouter";
import { useCommands } from "../../data/commands";
import { useFetched } from "../../data/fetched";
import { useMine, usePerson, useSlots, useStatus, useTasks } from "../../data/mine";
import { levels, occupants, triageOf, worklistOf } from "../../data/worklist";
import type { Level, Page, Person, Task, WorklistPage } from "../../types";
import { EmptyState, SlotDots } from "../../ui/small";
import { useTaskActions } from "./actions";
import { useArrivals } from "./arrivals";
import { useListCommands, useTaskCommands } from "./commands";
import { ToDecide } from "./decide";
import { DueDialog } from "./due-dialog";
import { likely, useForecast } from "./forecast";
import { QuickAdd } from "./quick-add";
import { Row } from "./row";
import { levelWords } from "./words";

export function MyListScreen() {
  const { me } = useMine();
  const { t } = useLingui();
  const self = usePerson(me.person.id) ?? me.person;
  return <Worklist owner={self} title={t`My list`} mine />;
}

export function PersonScreen({ id }: { id: string }) {
  const owner = usePerson(id);
  const { me } = useMine();
  const { t } = useLingui();
  if (!owner) {
    return (
      <EmptyState page title={t`Nobody by this address`}>
        <Trans>They may have left, or you may not see them.</Trans>
      </EmptyState>
    );
  }
  const firstName = owner.name.split(" ")[0];
  return <Worklist key={id} owner={owner} title={t`${firstName}’s list`} mine={owner.id === me.person.id} />;
}

type Line = { heading: Level } | { task: Task; place: number };

/** One column, ranked, grouped by level. The owner and their manager see the same screen. */
function Worklist({ owner, title, mine }: { owner: Person; title: string; mine: boolean }) {
  const { t } = useLingui();
  const { me } = useMine();
  const tasks = useTasks();
  const actions = useTaskActions();
  const { complete, queued } = useStatus();
  // The copy holds one's own list and one's reports'; what else one may read is read on demand.
  const held = mine || me.reports.includes(owner.id);
  const arranges = mine || owner.manager_id === me.person.id;
  const read = useFetched<WorklistPage>(held ? null : `/people/${owner.id}/worklist?limit=200`, queued);
  const asked = useFetched<Page<Task>>(held ? null : `/tasks?owner=${owner.id}&status=triage`, queued);
  const [, navigate] = useLocation();
  const [current, setCurrent] = useState<string | null>(null);
  const [dating, setDating] = useState<Task | null>(null);
  const added = useRef<string | null>(null);
  const quickAdd = useRef<HTMLTextAreaElement>(null);
  const scroller = useRef<WindowVirtualizerHandle>(null);

  const known = useMemo(() => {
    const seen = new Set(tasks.map((task) => task.id));
    const others = [...(read.data?.items ?? []), ...(asked.data?.items ?? [])];
    return [...tasks, ...others.filter((task) => !seen.has(task.id))];
  }, [tasks, read.data, asked.data]);
  const list = useMemo(() => worklistOf(known, owner.id), [known, owner.id]);
  const triage = useMemo(() => triageOf(known, owner.id), [known, owner.id]);
  const arrived = useArrivals(list, me.person.id, complete);
  const forecast = useForecast(owner, me.person.id, list.length);
  const lines = useMemo(() => {
    const grouped: Line[] = [];
    let place = 0;
    for (const level of levels) {
      const here = list.filter((task) => task.level === level);
      // The top levels are shown empty too: their places are what makes one choose.
      if (here.length || ((level === "urgent" || level === "high") && list.length))
        grouped.push({ heading: level });
      for (const task of here) grouped.push({ task, place: place++ });
    }
    return grouped;
  }, [list]);

  const latest = useRef(list);
  latest.current = list;
  const { move } = actions;
  const drop = useCallback(
    (moved: string, onto: Task, half: "before" | "after") => {
      const task = latest.current.find((x) => x.id === moved);
      if (task)
        void move(task, onto.level, half === "before" ? { before_id: onto.id } : { after_id: onto.id });
    },
    [move],
  );

  const at = list.findIndex((task) => task.id === current);
  const chosen = list[at];
  function show(id: string) {
    setCurrent(id);
    const line = lines.findIndex((line) => "task" in line && line.task.id === id);
    if (line >= 0) scroller.current?.scrollToIndex(line, { align: "nearest" });
  }
  function go(by: 1 | -1) {
    const next = list[at < 0 ? 0 : Math.max(0, Math.min(list.length - 1, at + by))];
    if (next) show(next.id);
  }
  /** The row goes; the cursor stays where it was. */
  const onward = () => setCurrent((list[at + 1] ?? list[at - 1])?.id ?? null);
  const first = triage[0];
  useCommands([
    ...useTaskCommands({
      task: chosen,
      arranges,
      completes: mine,
      cancels: arranges || chosen?.asked_by_id === me.person.id,
      actions,
      onDue: setDating,
      onGone: onward,
    }),
    ...useListCommands({
      task: chosen,
      arranges,
      actions,
      onGo: go,
      onOpen: (id) => navigate(`/tasks/${id}`),
    }),
    {
      id: "task.accept-first",
      name: t`Accept the first to decide`,
      on: first?.title,
      group: "here",
      keys: ["a"],
      ready: mine && first !== undefined,
      run: () => first && void actions.accept(first),
    },
    {
      id: "task.new",
      name: mine ? t`New task` : t`New task on this list`,
      group: "here",
      keys: ["c"],
      run: () => quickAdd.current?.focus(),
    },
  ]);
  useEffect(() => {
    // What was just moved with a key stays in sight.
    if (chosen && document.activeElement?.closest("main")) {
      const line = lines.findIndex((line) => "task" in line && line.task.id === chosen.id);
      if (line >= 0) scroller.current?.scrollToIndex(line, { align: "nearest" });
    }
  }, [chosen, lines]);

  return (
    <>
      <h1 className="text-2xl font-semibold">{title}</h1>
      <div className="mt-3">
        <QuickAdd
          owner={owner}
          mine={mine}
          actions={actions}
          inputRef={quickAdd}
          onAdded={(id) => {
            added.current = id;
          }}
          onLeave={() => {
            if (added.current) show(added.current);
            added.current = null;
          }}
        />
      </div>
      <ToDecide tasks={triage} owner={owner} mine={mine} actions={actions} />
      {list.length === 0 && triage.length === 0 && (held ? complete : read.data !== null) && (
        <EmptyState title={mine ? t`Nothing on your list` : t`Nothing on this list`}>
          <Trans>Write a task above. A date, a level and a #label are understood as you type them.</Trans>
        </EmptyState>
      )}
      <WindowVirtualizer ref={scroller} as="ul" item="li">
        {lines.map((line) =>
          "heading" in line ? (
            <Heading key={line.heading} level={line.heading} list={list} />
          ) : (
            <Row
              key={line.task.id}
              task={line.task}
              owner={owner}
              mine={mine}
              arranges={arranges}
              current={line.task.id === current}
              arrived={arrived.has(line.task.id)}
              tight={likely(forecast, line.place, line.task)?.tight ?? false}
              actions={actions}
              onCurrent={setCurrent}
              onDue={setDating}
              onDrop={drop}
            />
          ),
        )}
      </WindowVirtualizer>
      {dating && (
        <DueDialog
          task={dating}
          owner={owner}
          readerZone={me.person.time_zone}
          onClose={() => setDating(null)}
          onSave={(patch) => {
            actions.patch(dating, patch);
            setDating(null);
          }}
        />
      )}
    </>
  );
}

function Heading({ level, list }: { level: Level; list: readonly Task[] }) {
  const { t, i18n } = useLingui();
  const slots = useSlots()[level];
  const taken = occupants(list, level).length;
  return (
    <div className="flex items-baseline gap-3 border-b border-line pt-7 pb-1">
      <h2 className="font-sans text-xs font-semibold tracking-wide text-quiet">
        {i18n._(levelWords[level])}
      </h2>
      {slots !== undefined && (
        <SlotDots taken={taken} slots={slots} label={t`${taken} of ${slots} places taken`} />
      )}
    </div>
  );
}
