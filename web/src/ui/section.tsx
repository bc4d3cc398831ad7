import { type ReactNode, useId } from "react";

interface SectionProps {
  title: ReactNode;
  lead?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}

/** A part of a page under its own heading. */
export function Section({ title, lead, action, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <div>
        <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
          <h2 id={id} className="text-lg font-semibold">
            {title}
          </h2>
          {action}
        </div>
        {lead && <p className={`text-sm text-quiet ${action ? "mt-1.5" : "mt-0.5"}`}>{lead}</p>}
      </div>
      {children}
    </section>
  );
}

/** What stands against a form as a whole. */
export function Wrong({ words }: { words?: string | undefined }) {
  if (!words) return null;
  return (
    <p role="alert" className="text-sm text-warn first-letter:uppercase">
      {words}
    </p>
  );
}

/** Says who will read what one is about to write (C9). */
export function ReadBy({ children }: { children: ReactNode }) {
  return <p className="text-xs text-quiet">{children}</p>;
}
