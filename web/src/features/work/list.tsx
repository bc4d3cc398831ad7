import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { type RefObject, useImperativeHandle, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { type CacheSnapshot, WindowVirtualizer, type WindowVirtualizerHandle } from "virtua";
import type { Onto } from "../../data/bulk";
import { useSlots } from "../../data/mine";
import { levelWords } from "../../data/words";
import type { ForecastPage, Person, Task } from "../../types";
import { usePrinting } from "../../ui/printing";
import { SlotDots } from "../../ui/small";
import { useToasts } from "../../ui/toast";
import type { TaskActions } from "./actions";
import { useDrag } from "./drag";
import { likely } from "./forecast";
import { type Line, lineOf } from "./lines";
import { Row } from "./row";

export interface ListHandle {
  /** Brings a row into sight. */
  show(id: string): void;
  /** What has the focus of a row; null while that is too far away to be drawn. */
  link(id: string): HTMLElement | null;
  showGhost(): void;
}

interface ListProps {
  lines: readonly Line[];
  list: readonly Task[];
  owner: Person;
  mine: boolean;
  /** Whether all of it is in sight: else how many places are taken is not known. */
  open: boolean;
  arranges: boolean;
  current: string | null;
  chosen: ReadonlySet<string>;
  arrived: ReadonlySet<string>;
  late: ReadonlySet<string>;
  /** The title of the task that is being written above; its place is among the lines. */
  ghost: string;
  forecast: ForecastPage | null;
  actions: TaskActions;
  handle: RefObject<ListHandle | null>;
  onCurrent: (id: string) => void;
  onDue: (task: Task) => void;
  onChoose: (id: string, range: boolean) => void;
  onDrop: (moved: string, onto: Onto) => void;
}

const none: ReadonlySet<string> = new Set();

/** How high the lines of each owner's list were when one left it: who comes back sees it without its being measured first. */
const heights = new Map<string, CacheSnapshot>();

/** The rows that are in sight, however many there are; on paper all of them. */
export function List(props: ListProps) {
  const { lines, list, owner, mine, arranges, current, chosen, arrived, late, forecast, actions } = props;
  const { t } = useLingui();
  const { say } = useToasts();
  const box = useRef<HTMLDivElement>(null);
  const scroller = useRef<WindowVirtualizerHandle>(null);
  const printing = usePrinting();
  const [cache] = useState(() => heights.get(owner.id));
  useLayoutEffect(
    () => () => {
      if (scroller.current) heights.set(owner.id, scroller.current.cache);
    },
    [owner.id],
  );
  const { held, onto, lift } = useDrag({
    container: box,
    enabled: arranges,
    list,
    onDrop: props.onDrop,
    onLost: () => say(t`It has left the list meanwhile.`),
  });
  const latest = useRef(lines);
  latest.current = lines;
  useImperativeHandle(props.handle, () => {
    const scrollTo = (line: number) => {
      if (line >= 0) scroller.current?.scrollToIndex(line, { align: "nearest" });
    };
    return {
      show: (id) => scrollTo(lineOf(latest.current, id)),
      link: (id) => box.current?.querySelector<HTMLElement>(`[data-task="${id}"] a`) ?? null,
      showGhost: () => {
        const line = latest.current.findIndex((one) => one.kind === "ghost");
        // In the middle: at the top it would lie beneath what is being written.
        if (line >= 0) scroller.current?.scrollToIndex(line, { align: "center" });
      },
    };
  }, []);

  // What is selected is held with the row that is.
  const together = held && chosen.has(held) ? chosen : none;
  function draw(line: Line) {
    if (line.kind === "heading")
      return (
        <Heading
          key={line.key}
          line={line}
          counted={props.open}
          aimed={onto !== null && "level" in onto && onto.level === line.level}
        />
      );
    if (line.kind === "ghost") return <Ghost key="ghost" title={props.ghost} />;
    const { task } = line;
    const edge = onto && "task" in onto && onto.task === task.id ? onto.half : null;
    const forecasted = likely(forecast, line.place, task);
    return (
      <Row
        key={task.id}
        task={task}
        owner={owner}
        mine={mine}
        arranges={arranges}
        nth={line.nth}
        of={line.of}
        current={task.id === current}
        chosen={chosen.has(task.id)}
        choosing={chosen.size > 0}
        arrived={arrived.has(task.id)}
        tight={forecasted?.tight ? forecasted.percent : null}
        late={late.has(task.id)}
        held={task.id === held || together.has(task.id)}
        edge={edge}
        actions={actions}
        onCurrent={props.onCurrent}
        onDue={props.onDue}
        onChoose={props.onChoose}
      />
    );
  }

  const title = held && list.find((task) => task.id === held)?.title;
  return (
    <div ref={box} data-cursor={current && lineOf(lines, current) >= 0 ? `/tasks/${current}` : undefined}>
      {printing ? (
        <ul>
          {lines.map((line) => (
            <li key={line.key}>{draw(line)}</li>
          ))}
        </ul>
      ) : (
        <WindowVirtualizer
          ref={scroller}
          as="ul"
          item="li"
          data={lines}
          itemSize={48}
          {...(cache && { cache })}
        >
          {draw}
        </WindowVirtualizer>
      )}
      {title &&
        createPortal(
          <div
            ref={lift}
            aria-hidden="true"
            className="pointer-events-none fixed top-0 left-0 z-30 max-w-[min(28rem,80vw)] flex items-baseline gap-2 rounded-md border border-edge bg-sheet px-3 py-1.5 font-serif shadow-xl"
          >
            <bdi className="min-w-0 truncate">{title}</bdi>
            {together.size > 1 && (
              <span className="shrink-0 font-sans text-xs text-quiet">
                <Plural value={together.size - 1} one="and # more" other="and # more" />
              </span>
            )}
          </div>,
          document.body,
        )}
    </div>
  );
}

interface HeadingProps {
  line: Extract<Line, { kind: "heading" }>;
  counted: boolean;
  aimed: boolean;
}

function Heading({ line, counted, aimed }: HeadingProps) {
  const { t, i18n } = useLingui();
  const { level, taken, count } = line;
  const slots = useSlots()[level];
  return (
    <div
      data-level={level}
      data-edge={aimed ? "after" : undefined}
      className={`flex items-baseline gap-3 border-b pt-7 pb-1 ${aimed ? "border-accent shadow-[0_1px_0_var(--accent)]" : "border-line"}`}
    >
      <h2 className="font-sans text-xs font-semibold tracking-wide text-quiet">
        {i18n._(levelWords[level])}
      </h2>
      {slots !== undefined && counted ? (
        <SlotDots taken={taken} slots={slots} label={t`${taken} of ${slots} places taken`} />
      ) : (
        count > 20 && <span className="text-xs text-quiet">{i18n.number(count)}</span>
      )}
      {/* Else a level shows more tasks than places, and more than it counts as taken. */}
      {slots !== undefined && counted && count > taken && (
        <span className="text-xs text-quiet">
          <Plural value={count - taken} one="# waits and takes no place" other="# wait and take no place" />
        </span>
      )}
    </div>
  );
}

/** Where a task that is being written would land. */
function Ghost({ title }: { title: string }) {
  return (
    <div
      data-ghost=""
      className="my-1 hidden items-baseline gap-3 rounded-md border border-dashed border-accent px-3 py-2 md:flex print:hidden"
    >
      <span className="shrink-0 text-xs font-medium text-accent">
        <Trans>It lands here</Trans>
      </span>
      <bdi className="min-w-0 truncate font-serif">{title}</bdi>
    </div>
  );
}
