import { useEffect, useRef } from "react";
import { leaveBox } from "../lib/focus";
import { keyOf, leavesBox, mayAct } from "../lib/keys";

/** Where a command stands in the sheet of keys and in the palette. */
export type Group = "task" | "here" | "go" | "app";

/**
 * Something that can be done from here. The palette, the sheet of keys and the keys
 * themselves all read these, so that they never disagree.
 */
export interface Command {
  /** Its own among all that are on screen, such as "task.done". */
  id: string;
  name: string;
  /** More words by which it is found. */
  also?: string | undefined;
  /** What it would be done to, such as a task's title. */
  on?: string | undefined;
  group: Group;
  /** Names of keys as `lib/keys.ts` gives them; the first is the one to tell. */
  keys?: readonly string[];
  /** Whether it can be done now. If not, only the sheet of keys shows it. */
  ready?: boolean;
  /** Makes sense only as a key: moving the cursor. */
  keyOnly?: boolean;
  /** Done on and on while its key is held, as the cursor is moved. */
  goesOn?: boolean;
  run: () => void;
}

type Registered = { current: readonly Command[] };
const registered: Registered[] = [];

/**
 * Everything that can be done now. Who came last comes first: a page that opens over
 * another takes its keys. Of two with one id the newer counts.
 */
export function commandsNow(): Command[] {
  const byId = new Map<string, Command>();
  for (const { current } of registered.toReversed())
    for (const command of current) if (!byId.has(command.id)) byId.set(command.id, command);
  return [...byId.values()];
}

/** Runs a command as it is now, if it still can be done. */
export function runCommand(id: string): void {
  const command = commandsNow().find((one) => one.id === id);
  if (command && command.ready !== false) command.run();
}

function press(event: KeyboardEvent): void {
  if (leavesBox(event)) {
    event.preventDefault();
    leaveBox(event.target as Element);
    return;
  }
  if (!mayAct(event)) return;
  const key = keyOf(event);
  const command = commandsNow().find((one) => one.ready !== false && one.keys?.includes(key));
  if (!command) return;
  event.preventDefault();
  // A key that is held moves on; what else a key does, it does once.
  if (!event.repeat || command.keyOnly || command.goesOn) command.run();
}

/** Offers commands while the component is mounted; what they do is always that of the last render. */
export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands);
  latest.current = commands;
  useEffect(() => {
    if (!registered.length) window.addEventListener("keydown", press);
    registered.push(latest);
    return () => {
      registered.splice(registered.indexOf(latest), 1);
      if (!registered.length) window.removeEventListener("keydown", press);
    };
  }, []);
}
