import type { ReactNode } from "react";
import { Link } from "wouter";

/** The way to what a page belongs to, above its heading. */
export function Back({
  href,
  className = "",
  children,
}: {
  href: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Link
      href={href}
      className={`tap relative inline-flex min-h-6 items-center gap-1 self-start text-sm text-quiet hover:text-ink print:hidden ${className}`}
    >
      ← <span>{children}</span>
    </Link>
  );
}
