import type { ButtonHTMLAttributes, ReactNode } from "react";
import { Link } from "wouter";

const looks = {
  // The frame is seen where a system has its own colours.
  primary: "border border-transparent bg-accent text-on-accent hover:opacity-90",
  secondary: "border border-edge text-ink hover:bg-wash",
  plain: "text-quiet hover:text-ink hover:bg-wash",
};
/** 36 px high; under a thumb 44. */
const shape =
  "inline-flex min-h-9 items-center justify-center gap-2 rounded-md px-3 py-1 text-sm font-medium disabled:opacity-60 pointer-coarse:min-h-11 print:hidden";

type Look = keyof typeof looks;

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look;
}

export function Button({ look = "secondary", className = "", type = "button", ...rest }: ButtonProps) {
  return <button type={type} className={`${shape} ${looks[look]} ${className}`} {...rest} />;
}

interface ButtonLinkProps {
  href: string;
  look?: Look;
  className?: string;
  children: ReactNode;
}

/** Leads somewhere, and weighs as much as a button. */
export function ButtonLink({ look = "secondary", className = "", ...rest }: ButtonLinkProps) {
  return <Link className={`${shape} ${looks[look]} ${className}`} {...rest} />;
}
