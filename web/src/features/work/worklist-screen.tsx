import { Trans, useLingui } from "@lingui/react/macro";
import {
  lazy,
  Suspense,
  useCallback,
  useDeferredValue,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useLocation } from "wouter";
import { useAddHere } from "../../data/add-here";
import { dropPlace, type Onto } from "../../data/bulk";
import { useCommands } from "../../data/commands";
import { useMine, useOpenTo, usePerson, useStatus, useTasks, useWorklistOf } from "../../data/mine";
import { inShort, toAnswer, toDecide } from "../../data/triage";
import { worklistOf } from "../../data/worklist";
import { opened } from "../../lib/first-page";
import { focusOn, heading, inSight, landOn, settle } from "../../lib/focus";
import { givenName } from "../../lib/given-name";
import { isolate } from "../../lib/isolate";
import { keysUsed } from "../../lib/keep-focus";
import { ClosedLately } from "../../parts/closed-lately";
import { useInterrupt } from "../../parts/interrupt";
import type { Person, Task } from "../../types";
import { Coming } from "../../ui/coming";
import { Loading } from "../../ui/loading";
import { usePrinting } from "../../ui/printing";
import { EmptyState } from "../../ui/small";
import { useTaskActions } from "./actions";
import { useArrivals } from "./arrivals";
import { useBulkActions } from "./bulk-actions";
import { useListCommands, useTaskCommands } from "./commands";
import { ToDecide } from "./decide";
import { useDecideAll } from "./decide-all";
import { Empty, NotAll } from "./empty";
import { useForecast } from "./forecast";
import { type Line, linesOf } from "./lines";
import { List, type ListHandle } from "./list";
import { QuickAdd, type Writing } from "./quick-add";
import { takeReturn } from "./return";
import { useSelection } from "./selection";

const ToAnswer = lazy(async () => ({ default: (await import("./to-answer")).ToAnswer }));
const BulkBar = lazy(async () => ({ default: (await import("./bulk-bar")).BulkBar }));
const DueDialog = lazy(async () => ({ default: (await import("./due-dialog")).DueDialog }));

const none: readonly Line[] = [];

export function MyListScreen() {
  const { me } = useMine();
  const { t } = useLingui();
  const self = usePerson(me.person.id) ?? me.person;
  return <Worklist owner={self} title={t`My list`} mine />;
}

export function PersonScreen({ id }: { id: string }) {
  const owner = usePerson(id);
  const { complete } = useStatus();
  const { me } = useMine();
  const { t } = useLingui();
  if (!owner && !complete) return <Loading />;
  if (!owner) {
    return (
      <EmptyState page title={t`Nobody by this address`} way={{ href: "/people", name: t`People` }}>
        <Trans>They may have left, or you may not see them.</Trans>
      </EmptyState>
    );
  }
  const firstName = isolate(givenName(owner.name));
  return <Worklist key={id} owner={owner} title={t`${firstName}’s list`} mine={owner.id === me.person.id} />;
}

/** One column, ranked, grouped by level. The owner and their manager see the same screen. */
function Worklist({ owner, title, mine }: { owner: Person; title: string; mine: boolean }) {
  const { me } = useMine();
  const { t } = useLingui();
  const interrupt = useInterrupt();
  const firstName = isolate(givenName(owner.name));
  const self = me.person.id;
  const tasks = useTasks();
  const actions = useTaskActions();
  const bulk = useBulkActions(owner.id, actions);
  const complete = useWorklistOf(owner.id);
  const open = useOpenTo(owner);
  const theirs = useMemo(() => ({ owner: owner.id }), [owner.id]);
  const arranges = mine || owner.manager_id === self;
  const [, navigate] = useLocation();
  const [current, setCurrent] = useState<string | null>(null);
  const [dating, setDating] = useState<Task | "chosen" | null>(null);
  const [writing, setWriting] = useState<Writing | null>(null);
  const added = useRef<string | null>(null);
  const quickAdd = useRef<HTMLTextAreaElement>(null);
  const handle = useRef<ListHandle>(null);
  useAddHere(quickAdd);

  const list = useMemo(() => worklistOf(tasks, owner.id), [tasks, owner.id]);
  const { shown: undecided, snoozed } = useMemo(
    () => toDecide(tasks, owner.id, Date.now()),
    [tasks, owner.id],
  );
  const [all, setAll] = useState(false);
  const printing = usePrinting();
  const triage = useMemo(
    () => (all || printing ? undecided : inShort(undecided)),
    [all, printing, undecided],
  );
  const answers = useMemo(() => (mine ? toAnswer(tasks, self, Date.now()) : []), [tasks, self, mine]);
  const deciding = useDecideAll(triage, actions);
  const arrived = useArrivals(list, self, complete);
  const forecast = useForecast(owner, self, list.length);
  const selection = useSelection(list);
  const { chosen } = selection;
  // On another's list one sees where it would land; one's own changes with every stroke.
  const ghost = !mine && arranges && writing?.owner_id === owner.id ? writing : null;
  const ghostLevel = ghost?.level ?? null;
  const here = useMemo(() => linesOf(list, ghostLevel), [list, ghostLevel]);
  // The first rows of a page that opens come in steps, between which the browser can answer; all else comes at once.
  const [opening] = useState(() => !opened());
  const begun = useDeferredValue(here.length > 0);
  const lines = begun || !opening ? here : none;
  const late = useMemo(() => new Set(ghost?.late), [ghost]);

  const latest = useRef(list);
  latest.current = list;
  const { move } = actions;
  const drop = useCallback(
    (moved: string, onto: Onto) => {
      // What is selected moves together, in its order.
      if (chosen.size > 1 && chosen.has(moved)) return void bulk.drop(chosen, onto);
      const task = latest.current.find((x) => x.id === moved);
      const to = dropPlace(latest.current, moved, onto);
      if (task && to) void move(task, to.level, to.place);
    },
    [move, chosen, bulk],
  );

  const at = list.findIndex((task) => task.id === current);
  const cursor = list[at];
  // What is to be decided stands above the list: the cursor gets there from its first row.
  const above = mine ? triage.find((task) => task.id === current) : undefined;
  function stand(id: string) {
    setCurrent(id);
    handle.current?.show(id);
    settle(() => focusOn(handle.current?.link(id) ?? document.getElementById(`decide-${id}`)));
  }
  function go(by: 1 | -1) {
    const rows = mine ? [...triage, ...list] : list;
    const from = rows.findIndex((task) => task.id === current);
    const next = from < 0 ? (list[0] ?? rows[0]) : rows[Math.max(0, Math.min(rows.length - 1, from + by))];
    if (next) stand(next.id);
  }
  const stood = useRef({ id: "", at: -1 });
  useEffect(() => {
    // What was decided on is gone: the cursor goes to what stands there now.
    const { id, at } = stood.current;
    const gone = at >= 0 && id === current && !triage.some((task) => task.id === id);
    const now = triage.findIndex((task) => task.id === current);
    stood.current = { id: current ?? "", at: now };
    const next = triage[Math.min(at, triage.length - 1)];
    if (!gone || !next || document.activeElement !== document.body) return;
    setCurrent(next.id);
    settle(() => focusOn(document.getElementById(`decide-${next.id}`)));
  }, [triage, current]);
  /** The row goes; the cursor stays where it was. */
  function onward() {
    const next = list[at + 1] ?? list[at - 1];
    if (next) stand(next.id);
    else setCurrent(null);
  }
  const first = triage[0];
  useCommands([
    ...useTaskCommands({
      task: cursor ?? (deciding.chosen.size ? undefined : above),
      arranges,
      completes: mine,
      cancels: arranges || cursor?.asked_by_id === self,
      actions,
      onDue: setDating,
      ...(above ? {} : { onGone: onward }),
      several:
        chosen.size > 0
          ? { ids: chosen, bulk, onDue: () => setDating("chosen"), onGone: selection.clear }
          : null,
    }),
    ...useListCommands({
      task: cursor,
      arranges,
      actions,
      first: mine && !above ? first : undefined,
      deciding: mine && deciding.chosen.size > 0 ? deciding : null,
      choosable: above !== undefined,
      onGo: go,
      onOpen: (id) => navigate(`/tasks/${id}`),
      onAdd: () => quickAdd.current?.focus(),
      onChoose: () => {
        if (cursor) selection.choose(cursor.id, false);
        else if (above) deciding.choose(above.id, false);
      },
      onClear: chosen.size > 0 ? selection.clear : deciding.chosen.size > 0 ? deciding.clear : null,
      onNudge: chosen.size > 1 ? (by) => void bulk.nudge(chosen, by) : null,
    }),
    // Last: in the palette nobody comes upon it by Enter alone.
    {
      id: "person.interrupt",
      name: t`Interrupt ${firstName}…`,
      also: t`now reach urgent`,
      group: "here",
      ready: !mine && owner.active,
      run: () => void interrupt({ person: owner }),
    },
  ]);

  const standing = useRef(current);
  standing.current = current;
  const follow = useRef(stand);
  follow.current = stand;
  useEffect(() => {
    // What was just moved with a key stays in sight. Nothing moves under a pointer that comes onto a row, or for
    // who has scrolled away.
    const id = standing.current;
    if (!id || !lines.length || !keysUsed()) return;
    // Who adds one task after the other looks at the line, not at the row that was marked before.
    if (document.activeElement === quickAdd.current) return;
    if (document.activeElement?.closest("main")) handle.current?.show(id);
    // It went further than rows are drawn, and the focus with it.
    else if (latest.current.some((task) => task.id === id)) follow.current(id);
  }, [lines]);

  useLayoutEffect(() => {
    // Back from a task: on its row, or where one had got to by the keys.
    const back = takeReturn(owner.id).find((id) => latest.current.some((task) => task.id === id));
    if (!back) return;
    setCurrent(back);
    let waited = 0;
    landOn(() => {
      const link = handle.current?.link(back);
      if (link) return focusOn(link, { preventScroll: inSight(link) });
      // Where one was is drawn in a few frames; only another place has to be asked for.
      if (++waited === 5) handle.current?.show(back);
      return false;
    });
  }, [owner.id]);

  useEffect(() => {
    // On a phone it is not drawn, and the line that is being written would go out of sight.
    if (ghostLevel && matchMedia("(min-width: 48rem)").matches) handle.current?.showGhost();
  }, [ghostLevel]);

  return (
    <>
      {/* While one sees where it lands on another's list, its name stays in sight with the line. */}
      <div className={ghost ? "bg-paper md:sticky md:top-0 md:z-10 md:pt-2" : ""}>
        <h1>{title}</h1>
        <div className="mt-4 print:hidden">
          <QuickAdd
            owner={owner}
            mine={mine}
            actions={actions}
            inputRef={quickAdd}
            fresh={list}
            onWriting={setWriting}
            onAdded={(id) => {
              added.current = id;
            }}
            onLeave={() => {
              const to = added.current ?? (cursor ?? above ?? list[0])?.id;
              added.current = null;
              if (to) stand(to);
              else focusOn(heading());
            }}
          />
        </div>
      </div>
      <ToDecide
        tasks={triage}
        more={undecided.length - triage.length}
        onMore={() => {
          const next = undecided[triage.length];
          setAll(true);
          if (next) settle(() => focusOn(document.getElementById(`decide-${next.id}`)));
        }}
        snoozed={snoozed}
        owner={owner}
        mine={mine}
        target={(above ?? first)?.id}
        current={current}
        deciding={deciding}
        actions={actions}
        onCurrent={setCurrent}
      />
      {answers.length > 0 && (
        <Suspense fallback={null}>
          <ToAnswer tasks={answers} actions={actions} />
        </Suspense>
      )}
      {list.length === 0 && triage.length === 0 && (
        <Empty owner={owner} mine={mine} complete={complete} open={open} />
      )}
      <List
        lines={lines}
        list={list}
        owner={owner}
        mine={mine}
        open={open}
        arranges={arranges}
        current={current}
        chosen={chosen}
        arrived={arrived}
        late={late}
        ghost={ghost?.title ?? ""}
        forecast={forecast}
        actions={actions}
        handle={handle}
        onCurrent={setCurrent}
        onDue={setDating}
        onChoose={selection.choose}
        onDrop={drop}
      />
      {complete && (mine || open || list.length > 0) && (
        <div className="mt-8">
          <ClosedLately of={theirs} />
        </div>
      )}
      {!open && complete && list.length + triage.length > 0 && <NotAll owner={owner} />}
      <Suspense fallback={null}>
        {chosen.size > 0 && (
          <BulkBar
            chosen={chosen}
            tasks={tasks}
            mine={mine}
            bulk={bulk}
            onDue={() => setDating("chosen")}
            onClear={selection.clear}
          />
        )}
      </Suspense>
      <Suspense fallback={<Coming />}>
        {dating && (
          <DueDialog
            tasks={dating === "chosen" ? list.filter((task) => chosen.has(task.id)) : [dating]}
            owner={owner}
            readerZone={me.person.time_zone}
            onClose={() => setDating(null)}
            onSave={(patch) => {
              if (dating === "chosen") bulk.setDue(chosen, patch);
              else void actions.patch(dating, patch);
              setDating(null);
            }}
          />
        )}
      </Suspense>
    </>
  );
}
