import { Trans, useLingui } from "@lingui/react/macro";
import { Search } from "lucide-react";
import { startTransition, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { keyLabel } from "../../lib/keys";
import { Kbd } from "../../ui/small";
import { giveHeldKeys } from "../held-keys";
import { type Entry, useSections } from "./entries";

/** Everything that can be done or opened, found by a few letters: a combobox in a dialog (ARIA's pattern). */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const [search, setSearch] = useState("");
  const [sought, setSought] = useState("");
  const [active, setActive] = useState(0);
  const sections = useSections(sought);
  const entries = sections.flatMap((section) => section.entries);
  const at = Math.min(active, entries.length - 1);
  const chosen = useRef<Entry>(undefined);
  chosen.current = entries[at];
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);

  /** The box follows each letter at once; what is found may follow a moment later. */
  function type(words: string) {
    setSearch(words);
    startTransition(() => setSought(words));
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: as it opens.
  useLayoutEffect(() => {
    const element = dialog.current;
    // It gives the focus to its first control, the box, and at the end back to where it was.
    element?.showModal();
    const typed = giveHeldKeys();
    if (typed) type(typed);
    return () => element?.close();
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: with every step, and whatever else is found.
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [at, sections]);

  /** The page has the focus back before anything is done on it. */
  function run(entry: Entry | undefined) {
    if (!entry) return;
    flushSync(onClose);
    entry.run();
  }

  function press(event: React.KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    const step = steps[event.key];
    const last = entries.length - 1;
    if (step !== undefined) {
      event.preventDefault();
      // One step goes round; a long one stops at the end.
      if (Math.abs(step) === 1) setActive((at + step + entries.length) % Math.max(1, entries.length));
      else setActive(Math.max(0, Math.min(last, at + step)));
    } else if (event.key === "Enter") {
      event.preventDefault();
      // What has been typed counts, not what is still shown of the letters before.
      flushSync(() => setSought(search));
      run(chosen.current);
    }
  }

  let count = 0;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a modal dialog by itself.
    <dialog
      ref={dialog}
      aria-label={t`Search and do`}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
      className="top-(--above) mx-auto mt-[max(0.5rem,env(safe-area-inset-top))] flex max-h-[min(34rem,calc(100dvh-1rem-var(--above)-var(--below)))] w-[min(38rem,calc(100vw-1rem))] flex-col overflow-hidden rounded-lg border border-line bg-sheet p-0 text-ink shadow-xl md:mt-[12vh] md:max-h-[min(34rem,calc(76dvh-var(--below)))]"
    >
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Search size={18} aria-hidden="true" className="shrink-0 text-quiet" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={entries.length ? `${id}-${at}` : undefined}
          aria-autocomplete="list"
          aria-label={t`Search people, tasks and actions`}
          placeholder={t`Search people, tasks and actions`}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="go"
          dir="auto"
          value={search}
          onChange={(event) => {
            type(event.target.value);
            setActive(0);
          }}
          onKeyDown={press}
          className="min-h-13 w-full min-w-0 bg-transparent text-base text-ellipsis placeholder:text-quiet focus:outline-none"
        />
        <button
          type="button"
          onClick={onClose}
          className="-mr-2 min-h-11 shrink-0 px-2 text-sm text-quiet pointer-fine:hidden"
        >
          <Trans>Close</Trans>
        </button>
      </div>
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={t`What was found`}
        className="overflow-y-auto overscroll-contain p-1.5"
      >
        {sections.map(({ heading, entries }, nth) => {
          const rows = entries.map((entry) => {
            const here = count++;
            return (
              <Option
                key={entry.id}
                id={`${id}-${here}`}
                entry={entry}
                selected={here === at}
                onPoint={() => setActive(here)}
                onRun={() => run(entry)}
              />
            );
          });
          if (!heading) return rows;
          return (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in a listbox.
            <div key={heading} role="group" aria-labelledby={`${id}-h${nth}`}>
              <p id={`${id}-h${nth}`} dir="auto" className="truncate px-3 pt-3 pb-1 text-xs text-quiet">
                {heading}
              </p>
              {rows}
            </div>
          );
        })}
      </div>
      <p role="status" className={entries.length ? "sr-only" : "px-4.5 pb-6 text-quiet"}>
        {entries.length ? (
          <Trans>{entries.length} found</Trans>
        ) : (
          <Trans>Nothing by these words. Try fewer letters.</Trans>
        )}
      </p>
    </dialog>
  );
}

interface OptionProps {
  id: string;
  entry: Entry;
  selected: boolean;
  onPoint: () => void;
  onRun: () => void;
}

function Option({ id, entry, selected, onPoint, onRun }: OptionProps) {
  const { name, note, kind, keys } = entry;
  const key = keys?.[0];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the text box above has the focus and takes the keys.
    // biome-ignore lint/a11y/useFocusableInteractive: it is pointed at by aria-activedescendant.
    <div
      id={id}
      role="option"
      aria-selected={selected}
      onPointerMove={selected ? undefined : onPoint}
      onClick={onRun}
      className="flex min-h-10 cursor-pointer items-center gap-3 rounded-md px-3 py-1.5 aria-selected:bg-wash pointer-coarse:min-h-11"
    >
      <span className="min-w-0 flex-1">
        <bdi
          className={`line-clamp-2 text-left wrap-anywhere ${kind ? "font-serif text-[1rem] leading-6" : ""}`}
        >
          {name}
        </bdi>
        {/* Our own words, in which names are set apart: a name from right to left does not turn them round. */}
        {note && <span className="block truncate text-xs text-quiet">{note}</span>}
      </span>
      {kind && <span className="shrink-0 text-xs text-quiet">{kind}</span>}
      {key && <Kbd>{keyLabel(key)}</Kbd>}
    </div>
  );
}
