import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const src = fileURLToPath(new URL("../../src", import.meta.url));

/** Whatever keeps words in this browser until they are sent: see data/draft.ts and ui/kept-form.tsx. */
const keeps = /useDraft|useDraftBox|useFormDraft|useKeptForm|useKeptFile|useForm\(/;

/** Boxes of which nothing is to be kept, or which are kept by whoever shows them. */
const others: Record<string, string> = {
  "ui/fields.tsx": "the boxes themselves",
  "app/log-in-again.tsx": "a password",
  "app/palette/palette.tsx": "searching",
  "features/login/pieces.tsx": "kept by the form around it",
  "features/login/address-screens.tsx": "a password",
  "features/people/people-screen.tsx": "searching",
  "features/requests/again.tsx": "dates, chosen anew in a moment",
  "features/requests/compose-screen.tsx": "kept by requests/form.ts",
  "features/requests/whom.tsx": "searching",
  "features/settings/access.tsx": "passwords",
  "features/settings/people.tsx": "searching",
  "features/start/agreed-line.tsx": "kept by start/change.tsx",
  "features/start/rules.tsx": "kept by start/change.tsx",
  "features/team/given-back.tsx": "figures to play with",
  "features/team/pick-people.tsx": "searching",
  "features/work/due-dialog.tsx": "a date",
  "features/work/owner-dialog.tsx": "searching",
  "features/work/snooze-dialog.tsx": "a date",
  "features/work/which-task.tsx": "searching",
  "parts/file-box.tsx": "kept by whoever shows it",
  "features/settings/notifications.tsx": "hours and numbers",
  "parts/rule-field.tsx": "a rule, mostly chosen",
};

const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter(
  (file) =>
    file.endsWith(".tsx") && /<(TextField|TextArea|textarea)\b/.test(readFileSync(join(src, file), "utf8")),
);

test("every text box keeps its words, or it is said why not", () => {
  const lost = files.filter(
    (file) => !(file in others) && !keeps.test(readFileSync(join(src, file), "utf8")),
  );
  expect(lost).toEqual([]);
});

test("nothing is excused that needs no excuse", () => {
  const idle = Object.keys(others).filter(
    (file) => !files.includes(file) && !/<input\b/.test(readFileSync(join(src, file), "utf8")),
  );
  expect(idle).toEqual([]);
});
