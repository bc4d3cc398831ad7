import { type ComponentType, lazy, type ReactNode, useState } from "react";

/** A screen in a file of its own. */
export interface Apart<P> {
  (props: P): ReactNode;
  load(): Promise<unknown>;
  isHere(): boolean;
}

/** `lazy` would wait for a moment even for what is here already. */
export function apart<P extends object>(load: () => Promise<ComponentType<P>>): Apart<P> {
  let here: ComponentType<P> | null = null;
  async function fetched() {
    here ??= await load();
    return { default: here };
  }
  const Later = lazy(fetched);
  function Screen(props: P) {
    const [Page] = useState<ComponentType<P>>(() => here ?? (Later as ComponentType<P>));
    return <Page {...props} />;
  }
  return Object.assign(Screen, { load: fetched, isHere: () => here !== null });
}
