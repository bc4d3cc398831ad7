import type { ReactNode } from "react";
import { Link } from "wouter";

/** A key, where there is a keyboard; `always` where it is what one came to read. */
export function Kbd({ children, always = false }: { children: ReactNode; always?: boolean }) {
  return (
    <kbd
      className={`${always ? "" : "pointer-coarse:hidden "}rounded border border-line bg-wash px-1.5 font-sans text-xs leading-5 text-quiet`}
    >
      {children}
    </kbd>
  );
}

/** Initials on a plain disc: no photo to fetch, no presence to show. */
export function Avatar({ name, size = "md" }: { name: string; size?: "sm" | "md" }) {
  const words = name.trim().split(/\s+/);
  const initials = (words[0]?.charAt(0) ?? "") + (words.length > 1 ? (words.at(-1)?.charAt(0) ?? "") : "");
  const box = size === "sm" ? "size-7 text-xs" : "size-9 text-sm";
  return (
    <span
      aria-hidden="true"
      className={`inline-flex shrink-0 items-center justify-center rounded-full bg-wash font-medium text-quiet ${box}`}
    >
      {initials.toUpperCase()}
    </span>
  );
}

/**
 * ●●○: how many of the few places at a level are taken. `label` says it in words. Drawn, not written: few devices have
 * these characters in the letters of the page, and looking for others that do takes longer than the list.
 */
export function SlotDots({ taken, slots, label }: { taken: number; slots: number; label: string }) {
  const shown = Math.max(taken, slots);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${12 * shown} 10`}
      height="0.625em"
      strokeWidth="1.25"
      className="text-accent"
    >
      {Array.from({ length: shown }, (_, at) => (
        <circle
          // biome-ignore lint/suspicious/noArrayIndexKey: places have no identity, only an order.
          key={at}
          cx={12 * at + 5}
          cy="5"
          r="4"
          fill={at < taken ? "currentColor" : "none"}
          stroke="currentColor"
          className={at < slots ? undefined : "text-warn"}
        />
      ))}
    </svg>
  );
}

/** An empty screen says what to do next. */
export function EmptyState({
  title,
  page = false,
  way,
  children,
}: {
  title: string;
  /** It is all that the page says: then its title is the page's heading. */
  page?: boolean;
  /** Where one goes on from here. */
  way?: { href: string; name: string };
  children?: ReactNode;
}) {
  const Title = page ? "h1" : "p";
  return (
    <div className={`flex flex-col items-start gap-3 ${page ? "pb-10" : "py-10"}`}>
      <Title className={page ? "" : "font-serif text-lg"}>{title}</Title>
      {children && <div className="text-quiet">{children}</div>}
      {way && (
        <Link href={way.href} className="tap relative text-accent underline underline-offset-4">
          {way.name}
        </Link>
      )}
    </div>
  );
}
