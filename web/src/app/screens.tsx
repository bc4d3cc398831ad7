import { Redirect } from "wouter";
import { PersonTabs } from "../features/people/tabs";
import { NotFound } from "../ui/not-found";
import { type Apart, apart } from "./apart";

/** What an address says; of these each has what its pattern names. */
interface Params {
  act: string;
  id: string;
  page: string;
  slug: string;
}

interface Place {
  pattern: string;
  screen: Apart<Params>;
  /** Under a person's tabs: which of them it is. */
  tab?: "list" | "between" | "about";
  /** Nothing of one is kept for the next. */
  each?: boolean;
}

const MyList = apart(async () => (await import("../features/work/worklist-screen")).MyListScreen);
const PersonList = apart(async () => (await import("../features/work/worklist-screen")).PersonScreen);
const Task = apart(async () => (await import("../features/work/task-screen")).TaskScreen);
const People = apart(async () => (await import("../features/people/people-screen")).PeopleScreen);
const Between = apart(async () => (await import("../features/people/between-screen")).BetweenScreen);
const About = apart(async () => (await import("../features/people/about-screen")).AboutScreen);
const Today = apart(async () => (await import("./today")).TodayPage);
const Clock = apart(async () => (await import("../features/team/clock-screen")).ClockScreen);
const Focus = apart(async () => (await import("../features/team/focus-screen")).FocusScreen);
const Interruption = apart(
  async () => (await import("../features/today/interruption-screen")).InterruptionScreen,
);
const Requests = apart(async () => (await import("../features/requests/requests-screen")).RequestsScreen);
const Compose = apart(async () => (await import("../features/requests/compose-screen")).ComposeScreen);
const Repeating = apart(async () => (await import("../features/requests/repeating-screen")).RepeatingScreen);
const Answers = apart(async () => (await import("../features/requests/answers-screen")).AnswersScreen);
const Settings = apart(async () => (await import("../features/settings/settings-screen")).SettingsScreen);
const Imports = apart(async () => (await import("../features/imports/imports-screen")).ImportsScreen);
const Import = apart(async () => (await import("../features/imports/import-screen")).ImportScreen);
const Ask = apart(async () => (await import("../features/ask/ask-screen")).AskScreen);
const Do = apart(async () => (await import("../features/letter/do-screen")).DoScreen);
const Start = apart(async () => (await import("../features/start/start-screen")).StartScreen);
const HowWeAsk = apart(async () => (await import("../features/start/how-we-ask-screen")).HowWeAskScreen);
const Try = apart(async () => (await import("../features/demo/try-screen")).TryScreen);

/** The first that matches counts. */
const places: readonly Place[] = [
  { pattern: "/", screen: MyList },
  { pattern: "/today", screen: Today },
  { pattern: "/people", screen: People },
  { pattern: "/people/:id", screen: PersonList, tab: "list" },
  { pattern: "/people/:id/between", screen: Between, tab: "between" },
  { pattern: "/people/:id/about", screen: About, tab: "about" },
  { pattern: "/team/clock", screen: Clock },
  { pattern: "/team/focus", screen: Focus },
  { pattern: "/do/:act/:id", screen: Do, each: true },
  { pattern: "/interruptions/:id", screen: Interruption, each: true },
  { pattern: "/ask/:slug", screen: Ask },
  { pattern: "/start", screen: Start },
  { pattern: "/how-we-ask", screen: HowWeAsk },
  { pattern: "/tasks/:id", screen: Task },
  { pattern: "/requests", screen: Requests },
  { pattern: "/requests/new", screen: Compose },
  { pattern: "/requests/repeating", screen: Repeating },
  { pattern: "/requests/:id", screen: Answers, each: true },
  { pattern: "/settings", screen: Settings },
  { pattern: "/settings/:page", screen: Settings },
  { pattern: "/settings/:page/:id", screen: Settings },
  { pattern: "/imports", screen: Imports },
  { pattern: "/imports/:id", screen: Import, each: true },
  { pattern: "/try", screen: Try },
];

const parts = (path: string) => path.split("/").filter(Boolean);

function paramsOf(pattern: string, path: string): Params | null {
  const [wanted, given] = [parts(pattern), parts(path)];
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const value = given[at] ?? "";
    if (part.startsWith(":")) params[part.slice(1)] = value;
    else if (part !== value) return null;
  }
  return params as unknown as Params;
}

function placeOf(path: string): { place: Place; params: Params } | null {
  for (const place of places) {
    const params = paramsOf(place.pattern, path);
    if (params) return { place, params };
  }
  return null;
}

/** Brings the file of the screen that a page begins with. */
export async function loadScreen(path: string): Promise<void> {
  await placeOf(path)?.place.screen.load();
}

/** Lists and tasks lead to each other all day: they are there before the first click. */
export const loadLists = (): Promise<unknown> => Promise.all([MyList, PersonList, Task].map((s) => s.load()));

/** Lists and tasks, once they are here: there is nothing to wait for. */
export function isHere(path: string): boolean {
  const screen = placeOf(path)?.place.screen;
  return (screen === MyList || screen === PersonList || screen === Task) && screen.isHere();
}

export function Screens({ at }: { at: string }) {
  if (parts(at).join() === "team") return <Redirect to="/team/clock" replace />;
  const found = placeOf(at);
  if (!found) return <NotFound />;
  const { place, params } = found;
  return (
    <>
      {place.tab && <PersonTabs id={params.id} here={place.tab} />}
      <place.screen key={place.each ? params.id : undefined} {...params} />
    </>
  );
}
