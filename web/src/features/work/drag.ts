import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { Onto } from "../../data/bulk";
import type { Level, Task } from "../../types";

/** A finger that rests this long means to hold the row, not to scroll. */
const holdMs = 350;
/** A hand is not still: so far it may move and yet rest, or click. */
const slack = { touch: 10, mouse: 5 };
/** So near to an edge of the window the list begins to scroll, the faster the nearer. */
const edgeZone = 80;
const fastest = 22;

interface Held {
  id: string;
  by: "touch" | "mouse";
  from: { x: number; y: number };
  at: { x: number; y: number };
  began: boolean;
  timer: number;
  /** What the finger came down on: its events go there also when the list has let go of the row. */
  target: EventTarget | null;
}

interface DragOptions {
  /** What holds the rows; it must stay while they come and go. */
  container: RefObject<HTMLElement | null>;
  enabled: boolean;
  list: readonly Task[];
  onDrop: (moved: string, onto: Onto) => void;
  /** The row that is held has left the list: somebody else has closed or handed it over. */
  onLost: () => void;
}

export interface Dragging {
  held: string | null;
  onto: Onto | null;
  /** What follows the pointer. */
  lift: RefObject<HTMLDivElement | null>;
}

/**
 * Drags rows with mouse, pen and finger. The browser's own drag and drop knows
 * no touch and loses a row that is drawn anew meanwhile; here the pointer is
 * followed from outside of the rows. Whatever comes in from others while a row
 * is held, it lands where the line under the pointer says when it is let go.
 */
export function useDrag(options: DragOptions): Dragging {
  const latest = useRef(options);
  latest.current = options;
  const [held, setHeld] = useState<string | null>(null);
  const [onto, setOnto] = useState<Onto | null>(null);
  const shown = useRef<Onto | null>(null);
  const lift = useRef<HTMLDivElement>(null);
  const aim = useRef(() => {});
  const drop = useRef((_lands: boolean) => {});
  const { container, list } = options;

  // After every change of the list, and only while something is held: what lies under the pointer now?
  useLayoutEffect(() => {
    if (held && !list.some((task) => task.id === held)) {
      drop.current(false);
      latest.current.onLost();
    } else aim.current();
  }, [list, held]);

  useEffect(() => {
    const box = container.current;
    if (!box) return;
    let now: Held | null = null;
    let frame = 0;
    /** The drag is over and the finger is still down: what follows is no tap. */
    let spent = false;

    function show(next: Onto | null) {
      if (JSON.stringify(next) === JSON.stringify(shown.current)) return;
      shown.current = next;
      setOnto(next);
    }

    function begin() {
      if (!now) return;
      now.began = true;
      navigator.vibrate?.(12);
      getSelection()?.removeAllRanges();
      document.documentElement.classList.add("dragging");
      setHeld(now.id);
      if (now.by === "touch") {
        now.target?.addEventListener("touchmove", dragged as EventListener, { passive: false });
        now.target?.addEventListener("touchend", lifted as EventListener);
        now.target?.addEventListener("touchcancel", cancel);
      }
      follow();
    }

    function follow() {
      if (!now?.began) return;
      const bottom = bottomOf();
      const { x, y } = now.at;
      const near = (distance: number) => Math.max(0, 1 - Math.max(0, distance) / edgeZone);
      const speed = Math.round(fastest * (near(bottom - y) ** 2 - near(y) ** 2));
      if (speed) scrollBy(0, speed);
      // Above the finger, where it can be seen.
      const above = now.by === "touch" ? 64 : 18;
      if (lift.current) lift.current.style.transform = `translate(${Math.max(8, x - 40)}px, ${y - above}px)`;
      aimNow();
      frame = requestAnimationFrame(follow);
    }

    function aimNow() {
      // Asked of every change of the list: where nothing is held, nothing is measured.
      const list = now?.began && container.current?.getBoundingClientRect();
      if (!now || !list) return;
      const y = Math.min(Math.max(now.at.y, list.top + 1, 1), list.bottom - 1, bottomOf() - 1);
      const under = document
        .elementsFromPoint(list.left + list.width / 2, y)
        .map((element) => element.closest<HTMLElement>("[data-task], [data-level]"))
        .find((element) => element !== null && container.current?.contains(element));
      if (!under) return;
      const { task, level } = under.dataset;
      if (level) return show({ level: level as Level });
      if (!task || task === now.id) return show(null);
      const { top, height } = under.getBoundingClientRect();
      show({ task, half: y < top + height / 2 ? "before" : "after" });
    }

    function end(lands: boolean) {
      const { id, began, by } = now ?? {};
      if (now) clearTimeout(now.timer);
      now?.target?.removeEventListener("touchmove", dragged as EventListener);
      now?.target?.removeEventListener("touchend", lifted as EventListener);
      now?.target?.removeEventListener("touchcancel", cancel);
      now = null;
      cancelAnimationFrame(frame);
      if (!began || !id) return;
      document.documentElement.classList.remove("dragging");
      spent = by === "touch" && !lands;
      // The click that ends a drag opens nothing.
      addEventListener("click", swallow, { capture: true });
      setTimeout(() => removeEventListener("click", swallow, { capture: true }));
      const target = shown.current;
      setHeld(null);
      show(null);
      if (lands && target) latest.current.onDrop(id, target);
    }
    aim.current = aimNow;
    drop.current = end;

    const cancel = () => end(false);

    function rowOf(event: Event): string | null {
      const { target } = event;
      if (!latest.current.enabled || !(target instanceof Element)) return null;
      if (target.closest("button, input, textarea, select, label, [role=menu]")) return null;
      return target.closest<HTMLElement>("[data-task]")?.dataset.task ?? null;
    }

    function hold(id: string, by: Held["by"], at: Held["at"], target: EventTarget | null) {
      end(false);
      const timer = by === "touch" ? window.setTimeout(begin, holdMs) : 0;
      now = { id, by, from: at, at, began: false, timer, target };
    }

    function far(at: Held["at"]) {
      if (!now) return false;
      return Math.hypot(at.x - now.from.x, at.y - now.from.y) > slack[now.by];
    }

    function touched(event: TouchEvent) {
      // A second finger: it was not meant.
      if (event.touches.length > 1) return end(false);
      spent = false;
      const [touch] = event.touches;
      const id = rowOf(event);
      if (touch && id) hold(id, "touch", { x: touch.clientX, y: touch.clientY }, event.target);
    }
    function dragged(event: TouchEvent) {
      const [touch] = event.touches;
      if (now?.by !== "touch" || !touch) return;
      const at = { x: touch.clientX, y: touch.clientY };
      if (!now.began) {
        // It scrolls.
        if (far(at)) end(false);
        return;
      }
      if (event.cancelable) event.preventDefault();
      now.at = at;
    }
    function lifted(event: TouchEvent) {
      if (spent) {
        if (event.cancelable) event.preventDefault();
        spent = event.touches.length > 0;
      }
      if (now?.by !== "touch") return;
      // No click on the row's link.
      if (now.began && event.cancelable) event.preventDefault();
      end(true);
    }
    function pressed(event: PointerEvent) {
      if (event.pointerType === "touch" || event.button !== 0 || event.shiftKey) return;
      const id = rowOf(event);
      if (id) hold(id, "mouse", { x: event.clientX, y: event.clientY }, null);
    }
    function moved(event: PointerEvent) {
      if (now?.by !== "mouse" || event.pointerType === "touch") return;
      now.at = { x: event.clientX, y: event.clientY };
      if (now.began || !far(now.at)) return;
      // The click at its end belongs to the list, not to the row's link.
      box?.setPointerCapture(event.pointerId);
      begin();
    }
    function released(event: PointerEvent) {
      if (now?.by === "mouse" && event.pointerType !== "touch") end(true);
    }
    function escaped(event: KeyboardEvent) {
      if (event.key !== "Escape" || !now?.began) return;
      event.preventDefault();
      event.stopPropagation();
      end(false);
    }
    const unless = (event: Event) => now && event.preventDefault();
    const away = () => document.hidden && end(false);

    box.addEventListener("touchstart", touched, { passive: true });
    box.addEventListener("touchmove", dragged, { passive: false });
    box.addEventListener("touchend", lifted);
    box.addEventListener("touchcancel", cancel);
    box.addEventListener("contextmenu", unless);
    box.addEventListener("dragstart", unless);
    box.addEventListener("selectstart", unless);
    box.addEventListener("pointerdown", pressed);
    addEventListener("pointermove", moved);
    addEventListener("pointerup", released);
    addEventListener("keydown", escaped, true);
    addEventListener("blur", cancel);
    document.addEventListener("visibilitychange", away);
    return () => {
      end(false);
      box.removeEventListener("touchstart", touched);
      box.removeEventListener("touchmove", dragged);
      box.removeEventListener("touchend", lifted);
      box.removeEventListener("touchcancel", cancel);
      box.removeEventListener("contextmenu", unless);
      box.removeEventListener("dragstart", unless);
      box.removeEventListener("selectstart", unless);
      box.removeEventListener("pointerdown", pressed);
      removeEventListener("pointermove", moved);
      removeEventListener("pointerup", released);
      removeEventListener("keydown", escaped, true);
      removeEventListener("blur", cancel);
      document.removeEventListener("visibilitychange", away);
    };
  }, [container]);

  return { held, onto, lift };
}

function swallow(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}

/** Where the list ends on screen: on a phone the places to go stand below it. */
function bottomOf(): number {
  const bar = document.querySelector("header")?.getBoundingClientRect();
  return bar && bar.top > innerHeight / 2 ? bar.top : innerHeight;
}
