import type { ReactNode } from "react";

/** The heading of a page of the settings. */
export function PageTitle({
  title,
  lead,
  action,
}: {
  title: ReactNode;
  lead?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="-mb-4">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h1 dir="auto" className="text-left">
          {title}
        </h1>
        {action}
      </div>
      {lead && <p className="mt-1 max-w-prose text-quiet">{lead}</p>}
    </div>
  );
}

/** A list whose entries are told apart by lines. */
export function Rows({ children }: { children: ReactNode }) {
  return <ul className="border-t border-line">{children}</ul>;
}

export function Row({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line py-2">
      <div className="min-w-[min(14rem,100%)] flex-1">{children}</div>
      {action && <div className="ms-auto flex flex-wrap items-center justify-end">{action}</div>}
    </li>
  );
}
