import { type ComponentType, lazy, Suspense, startTransition, useEffect, useState } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";
import { MineContext } from "../data/mine";
import { useSession } from "../data/session";
import { PersonTabs } from "../features/people/tabs";
import { AskProvider } from "../features/work/ask";
import { MyListScreen, PersonScreen } from "../features/work/worklist-screen";
import { afterFirstPage } from "../lib/first-page";
import { InterruptProvider } from "../parts/interrupt";
import { Loading, useSlow } from "../ui/loading";
import { NotFound } from "../ui/not-found";
import { Fault } from "./fault";
import { Shell } from "./shell";

// My list is what one opens the app for; every other screen comes when it is asked for.
type TaskPage = ComponentType<{ id: string }>;
let taskPage: TaskPage | null = null;
async function taskScreen() {
  taskPage = (await import("../features/work/task-screen")).TaskScreen;
  return { default: taskPage };
}
const LaterTaskPage = lazy(taskScreen);
const PeopleScreen = lazy(async () => ({
  default: (await import("../features/people/people-screen")).PeopleScreen,
}));
const BetweenScreen = lazy(async () => ({
  default: (await import("../features/people/between-screen")).BetweenScreen,
}));
const AboutScreen = lazy(async () => ({
  default: (await import("../features/people/about-screen")).AboutScreen,
}));
const SettingsScreen = lazy(async () => ({
  default: (await import("../features/settings/settings-screen")).SettingsScreen,
}));
const ImportsScreen = lazy(async () => ({
  default: (await import("../features/imports/imports-screen")).ImportsScreen,
}));
const ImportScreen = lazy(async () => ({
  default: (await import("../features/imports/import-screen")).ImportScreen,
}));
const TodayPage = lazy(async () => ({ default: (await import("./today")).TodayPage }));
const FocusScreen = lazy(async () => ({
  default: (await import("../features/team/focus-screen")).FocusScreen,
}));
const InterruptionScreen = lazy(async () => ({
  default: (await import("../features/today/interruption-screen")).InterruptionScreen,
}));
const ClockScreen = lazy(async () => ({
  default: (await import("../features/team/clock-screen")).ClockScreen,
}));

const RequestsScreen = lazy(async () => ({
  default: (await import("../features/requests/requests-screen")).RequestsScreen,
}));
const RepeatingScreen = lazy(async () => ({
  default: (await import("../features/requests/repeating-screen")).RepeatingScreen,
}));
const ComposeScreen = lazy(async () => ({
  default: (await import("../features/requests/compose-screen")).ComposeScreen,
}));
const AnswersScreen = lazy(async () => ({
  default: (await import("../features/requests/answers-screen")).AnswersScreen,
}));
const TryScreen = lazy(async () => ({ default: (await import("../features/demo/try-screen")).TryScreen }));
const AskScreen = lazy(async () => ({ default: (await import("../features/ask/ask-screen")).AskScreen }));
const DoScreen = lazy(async () => ({ default: (await import("../features/letter/do-screen")).DoScreen }));
const StartScreen = lazy(async () => ({
  default: (await import("../features/start/start-screen")).StartScreen,
}));
const HowWeAskScreen = lazy(async () => ({
  default: (await import("../features/start/how-we-ask-screen")).HowWeAskScreen,
}));

/** The app of somebody who is logged in. */
export function Inside() {
  const { session } = useSession();
  const [path] = useLocation();
  const inside = session.state === "in";
  // What one opens from a list: it is there before the first click.
  useEffect(() => {
    if (inside) afterFirstPage(() => void taskScreen().catch(() => {}));
  }, [inside]);
  const shown = useShown(path);
  const slow = useSlow(shown !== path);
  if (session.state === "starting") return null;
  // After the log-in one is where one wanted to go.
  if (session.state === "out") return <Redirect to="/login" replace state={{ to: path + location.search }} />;
  return (
    <MineContext value={session}>
      <AskProvider>
        <InterruptProvider>
          <Shell shown={shown}>
            {slow && <span className="fixed inset-x-0 top-0 z-30 h-0.5 animate-pulse bg-accent" />}
            <Fault place={shown}>
              <Suspense fallback={<Loading />}>
                <Screens at={shown} />
              </Suspense>
            </Fault>
          </Shell>
        </InterruptProvider>
      </AskProvider>
    </MineContext>
  );
}

/** Lists and tasks, once they are here: there is nothing to wait for. */
function isHere(path: string): boolean {
  return /^\/(people\/[^/]+)?$/.test(path) || (taskPage !== null && path.startsWith("/tasks/"));
}

/**
 * The page before stays until the next one can be shown: no page of nothing in between. What is here is shown
 * at once: a key must never act on a page that is being left.
 */
function useShown(path: string): string {
  const [shown, setShown] = useState(path);
  if (path !== shown && isHere(path)) setShown(path);
  useEffect(() => startTransition(() => setShown(path)), [path]);
  return shown;
}

/** `lazy` would wait for a moment even for what is here already. */
function TaskScreen({ id }: { id: string }) {
  const [Page] = useState<TaskPage>(() => taskPage ?? LaterTaskPage);
  return <Page id={id} />;
}

function Screens({ at }: { at: string }) {
  return (
    <Switch location={at}>
      <Route path="/" component={MyListScreen} />
      <Route path="/today" component={TodayPage} />
      <Route path="/people" component={PeopleScreen} />
      <Route path="/people/:id">
        {({ id }) => (
          <>
            <PersonTabs id={id} here="list" />
            <PersonScreen id={id} />
          </>
        )}
      </Route>
      <Route path="/people/:id/between">
        {({ id }) => (
          <>
            <PersonTabs id={id} here="between" />
            <BetweenScreen id={id} />
          </>
        )}
      </Route>
      <Route path="/people/:id/about">
        {({ id }) => (
          <>
            <PersonTabs id={id} here="about" />
            <AboutScreen id={id} />
          </>
        )}
      </Route>
      <Route path="/team">
        <Redirect to="/team/clock" replace />
      </Route>
      <Route path="/team/clock" component={ClockScreen} />
      <Route path="/do/:act/:id">{({ act, id }) => <DoScreen key={id} act={act} id={id} />}</Route>
      <Route path="/team/focus" component={FocusScreen} />
      <Route path="/interruptions/:id">{({ id }) => <InterruptionScreen key={id} id={id} />}</Route>
      <Route path="/ask/:slug">{({ slug }) => <AskScreen slug={slug} />}</Route>
      <Route path="/start" component={StartScreen} />
      <Route path="/how-we-ask" component={HowWeAskScreen} />
      <Route path="/tasks/:id">{({ id }) => <TaskScreen id={id} />}</Route>
      <Route path="/requests" component={RequestsScreen} />
      <Route path="/requests/new" component={ComposeScreen} />
      <Route path="/requests/repeating" component={RepeatingScreen} />
      <Route path="/requests/:id">{({ id }) => <AnswersScreen key={id} id={id} />}</Route>
      <Route path="/settings/:page?/:id?">
        {({ page = "", id }) => <SettingsScreen path={page} id={id} />}
      </Route>
      <Route path="/imports" component={ImportsScreen} />
      <Route path="/imports/:id">{({ id }) => <ImportScreen key={id} id={id} />}</Route>
      <Route path="/try" component={TryScreen} />
      <Route component={NotFound} />
    </Switch>
  );
}
