type Box = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const notKept = new Set(["password", "hidden", "file", "search", "submit", "button", "reset"]);

const isTick = (box: Box): box is HTMLInputElement => box.type === "checkbox" || box.type === "radio";
const isChosen = (box: Box): boolean => isTick(box) || box instanceof HTMLSelectElement;

function boxes(form: HTMLFormElement): Box[] {
  return [...form.elements].filter(
    (one): one is Box =>
      (one instanceof HTMLInputElement ||
        one instanceof HTMLSelectElement ||
        one instanceof HTMLTextAreaElement) &&
      one.name !== "" &&
      !notKept.has(one.type),
  );
}

const nameOf = (box: Box): string => (isTick(box) ? `${box.name}=${box.value}` : box.name);
const stateOf = (box: Box): string => (isTick(box) ? String(box.checked) : box.value);

/** As if a person had done it, so that whoever follows the box hears of it. */
function put(box: Box, value: string): void {
  if (stateOf(box) === value) return;
  if (isTick(box)) {
    box.click();
    return;
  }
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(box), "value")?.set?.call(box, value);
  box.dispatchEvent(new Event(box instanceof HTMLSelectElement ? "change" : "input", { bubbles: true }));
}

interface Shelf {
  read: () => string;
  /** "" deletes. */
  write: (text: string) => void;
}

/**
 * What is being typed into a form, kept letter by letter: what differs from how the form began. There is
 * nothing to keep before a text box has words of its own; passwords are never kept.
 */
export class FormKeeper {
  #shelf: Shelf;
  #began = new WeakMap<Box, string>();
  #busy = false;

  constructor(shelf: Shelf) {
    this.#shelf = shelf;
  }

  get text(): string {
    return this.#shelf.read();
  }

  get #kept(): Record<string, string> {
    try {
      return JSON.parse(this.text || "{}") as Record<string, string>;
    } catch {
      return {};
    }
  }

  /** Boxes that are new on the page get what was kept of them. */
  meet(form: HTMLFormElement): void {
    const fresh = boxes(form).filter((box) => !this.#began.has(box));
    if (!fresh.length) return;
    for (const box of fresh) this.#began.set(box, stateOf(box));
    this.#give(fresh, this.#kept);
  }

  /** Says whether there is anything to keep. */
  note(form: HTMLFormElement): boolean {
    if (this.#busy) return this.text !== "";
    const changed = boxes(form).filter((box) => stateOf(box) !== this.#began.get(box));
    const written = changed.some((box) => !isChosen(box));
    const kept = Object.fromEntries(changed.map((box) => [nameOf(box), stateOf(box)]));
    this.#shelf.write(written ? JSON.stringify(kept) : "");
    return written;
  }

  drop(): void {
    this.#shelf.write("");
  }

  /** The form as it began. */
  undo(form: HTMLFormElement): void {
    this.drop();
    this.#give(
      boxes(form),
      Object.fromEntries(boxes(form).map((b) => [nameOf(b), this.#began.get(b) ?? ""])),
    );
  }

  /** Words that were taken back, once more; where the form has gone, for the next time it is there. */
  redo(form: HTMLFormElement | null, text: string): void {
    this.#shelf.write(text);
    if (form) this.#give(boxes(form), this.#kept);
  }

  #give(some: readonly Box[], values: Record<string, string>): void {
    this.#busy = true;
    for (const box of some) {
      const value = values[nameOf(box)];
      if (value !== undefined) put(box, value);
    }
    this.#busy = false;
  }
}
