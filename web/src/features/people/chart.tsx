import { Trans, useLingui } from "@lingui/react/macro";
import { ChevronDown, ChevronRight } from "lucide-react";
import { type KeyboardEvent, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { WindowVirtualizer, type WindowVirtualizerHandle } from "virtua";
import { useLocation } from "wouter";
import { zoneCity } from "../../lib/dates";
import { isolate } from "../../lib/isolate";
import type { Person, Task } from "../../types";
import { Button } from "../../ui/button";
import { usePrinting } from "../../ui/printing";
import { Entry, useAddress } from "./entry";
import { type Branch, foldedAtFirst, forest, open, step } from "./forest";

interface Props {
  people: readonly Person[];
  teamsOf: (id: string) => string;
  tasks: readonly Task[];
}

/** Who is folded, kept while the app is open: one comes back from a person to where one was. */
let kept: ReadonlySet<string> | null = null;

/** Who reports to whom: a tree, for 24 people as for 5,000. */
export function Chart({ people, teamsOf, tasks }: Props) {
  const { t } = useLingui();
  const [, navigate] = useLocation();
  const address = useAddress();
  const scroller = useRef<WindowVirtualizerHandle>(null);
  const printing = usePrinting();
  const branches = useMemo(() => forest(people), [people]);
  const [folded, setFolded] = useState<ReadonlySet<string>>(() => kept ?? foldedAtFirst(branches));
  const shown = useMemo(() => open(branches, folded), [branches, folded]);
  const [cursor, setCursor] = useState<string | null>(null);
  const at = Math.max(
    0,
    shown.findIndex((branch) => branch.person.id === cursor),
  );
  const moving = useRef(false);
  const [inside, setInside] = useState(false);
  const [, setTurn] = useState(0);
  kept = folded;

  // Scrolled to first; the row takes the focus once it is there.
  useEffect(() => {
    if (moving.current) scroller.current?.scrollToIndex(at, { align: "nearest" });
  });

  function fold(id: string) {
    const next = new Set(folded);
    if (!next.delete(id)) next.add(id);
    setFolded(next);
    setCursor(id);
  }

  function press(event: KeyboardEvent) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const here = shown[at];
    if (event.key === "Enter" && here && (event.target as HTMLElement).role === "treeitem") {
      event.preventDefault();
      navigate(address(here.person.id));
      return;
    }
    const next = step(shown, folded, at, event.key);
    if (!next) return;
    event.preventDefault();
    moving.current = true;
    if ("fold" in next) fold(next.fold);
    else setCursor(shown[next.to]?.person.id ?? null);
  }

  const parents = branches.filter((branch) => branch.reports);
  const rows = shown.map((branch, i) => (
    <Item
      key={branch.person.id}
      branch={branch}
      folded={folded.has(branch.person.id)}
      current={i === at}
      teams={teamsOf(branch.person.id)}
      tasks={tasks}
      onFold={fold}
      wanted={moving}
      onFocus={() => setCursor(branch.person.id)}
    />
  ));
  return (
    <>
      {parents.length > 1 && (
        <div className="flex justify-end gap-1">
          <Button look="plain" onClick={() => setFolded(new Set())}>
            <Trans>Open all</Trans>
          </Button>
          <Button look="plain" onClick={() => setFolded(new Set(parents.map((b) => b.person.id)))}>
            <Trans>Fold all</Trans>
          </Button>
        </div>
      )}
      <div
        role="tree"
        // The row may be far out of sight, and then it is not there to be tabbed to.
        tabIndex={inside ? -1 : 0}
        aria-label={t`Who reports to whom`}
        onKeyDown={press}
        onFocus={(event) => {
          setInside(true);
          if (event.target !== event.currentTarget) return;
          moving.current = true;
          setTurn((n) => n + 1);
        }}
        onBlur={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget)) setInside(false);
        }}
      >
        {printing ? rows : <WindowVirtualizer ref={scroller}>{rows}</WindowVirtualizer>}
      </div>
    </>
  );
}

/** Lines that show the depth; who is deeper stands below the sixth. */
const rails = [1, 2, 3, 4, 5, 6];

interface ItemProps {
  branch: Branch;
  folded: boolean;
  current: boolean;
  teams: string;
  tasks: readonly Task[];
  onFold: (id: string) => void;
  /** Whether the current row is to take the focus when it is there. */
  wanted: RefObject<boolean>;
  onFocus: () => void;
}

function Item({ branch, folded, current, teams, tasks, onFold, wanted, onFocus }: ItemProps) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!current || !wanted.current) return;
    wanted.current = false;
    row.current?.focus({ preventScroll: true });
  });
  const { t } = useLingui();
  const { person, depth, nth, of, reports, below } = branch;
  const Sign = folded ? ChevronRight : ChevronDown;
  return (
    <div
      ref={row}
      role="treeitem"
      aria-level={depth + 1}
      aria-setsize={of}
      aria-posinset={nth}
      aria-expanded={reports ? !folded : undefined}
      aria-selected={current}
      aria-label={[person.name, person.title, zoneCity(person.time_zone), reports && t`${below} below`]
        .filter(Boolean)
        .join(", ")}
      tabIndex={-1}
      onFocus={onFocus}
      className="flex items-stretch border-b border-line -outline-offset-2"
    >
      {rails.slice(0, depth).map((rail) => (
        <span key={rail} aria-hidden="true" className="ml-3 w-2 shrink-0 border-l border-line sm:w-4" />
      ))}
      <Entry person={person} teams={teams} tasks={tasks} inTree />
      {reports > 0 ? (
        <button
          type="button"
          tabIndex={-1}
          aria-label={
            folded
              ? t`Show who is below ${isolate(person.name)}`
              : t`Fold who is below ${isolate(person.name)}`
          }
          onClick={() => onFold(person.id)}
          className="flex min-w-14 shrink-0 items-center justify-end gap-1 text-sm text-quiet hover:text-ink"
        >
          {below}
          <Sign aria-hidden="true" className="size-4" />
        </button>
      ) : (
        <span className="w-14 shrink-0" />
      )}
    </div>
  );
}
