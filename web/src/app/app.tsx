import {
  type ComponentType,
  lazy,
  Suspense,
  useDeferredValue,
  useEffect,
  useState,
  useSyncExternalStore,
} from "react";
import { Route, Switch, useLocation } from "wouter";
import { SessionProvider, useSession } from "../data/session";
import { afterFirstPage, firstPageStands, pause } from "../lib/first-page";
import { keepFocus } from "../lib/keep-focus";
import { ToastProvider } from "../ui/toast";
import { Fault } from "./fault";

// Who is to log in has only the door; what is behind it comes meanwhile.
const doors = () => import("../features/login/screens");
const LoginScreen = lazy(async () => ({ default: (await doors()).LoginScreen }));
const SetupScreen = lazy(async () => ({ default: (await doors()).SetupScreen }));
const JoinScreen = lazy(async () => ({ default: (await doors()).JoinScreen }));
const ResetScreen = lazy(async () => ({ default: (await doors()).ResetScreen }));
const ForgottenScreen = lazy(async () => ({
  default: (await import("../features/login/forgotten-screen")).ForgottenScreen,
}));
const addresses = () => import("../features/login/address-screens");
const ConfirmScreen = lazy(async () => ({ default: (await addresses()).ConfirmScreen }));
const UndoScreen = lazy(async () => ({ default: (await addresses()).UndoScreen }));
let behind: ComponentType | null = null;

/** What is behind the log-in, with the screen of an address. */
export async function loadInside(path: string) {
  const { Inside, loadScreen } = await import("./inside");
  await pause();
  // A screen that cannot be had says so where it is shown.
  await loadScreen(path).catch(() => {});
  behind = Inside;
  return { default: Inside };
}
const LaterInside = lazy(() => loadInside(location.pathname));

export function App() {
  const [path] = useLocation();
  useEffect(keepFocus, []);
  return (
    <ToastProvider>
      <SessionProvider>
        <FirstPage />
        <Fault place={path}>
          <Suspense fallback={null}>
            <Switch>
              <Route path="/login" component={LoginScreen} />
              <Route path="/setup" component={SetupScreen} />
              <Route path="/join" component={JoinScreen} />
              <Route path="/reset" component={ResetScreen} />
              <Route path="/forgotten" component={ForgottenScreen} />
              <Route path="/confirm" component={ConfirmScreen} />
              <Route path="/undo" component={UndoScreen} />
              <Route component={Inside} />
            </Switch>
          </Suspense>
        </Fault>
      </SessionProvider>
    </ToastProvider>
  );
}

/** `lazy` would wait for a moment even for what is here already. */
function Inside() {
  const [Page] = useState<ComponentType>(() => behind ?? LaterInside);
  return <Page />;
}

/**
 * Tells when the first page has all that it shows: the log-in at once, the rest with the first pull of the copy.
 * Deferred like the first rows, and so drawn with them: else what is fetched for later comes between.
 */
function FirstPage() {
  const { session } = useSession();
  const { state } = session;
  const copy = state === "in" ? session.replica : null;
  const complete = useSyncExternalStore(copy?.subscribe ?? never, () => copy?.status().complete ?? false);
  const stands = useDeferredValue(state === "out" || complete, false);
  useEffect(() => {
    if (stands) firstPageStands();
  }, [stands]);
  useEffect(() => {
    if (state === "out") afterFirstPage(() => void loadInside("/").catch(() => {}));
  }, [state]);
  return null;
}

const never = () => () => {};
