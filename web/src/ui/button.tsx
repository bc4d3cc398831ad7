import type { ButtonHTMLAttributes } from "react";

const looks = {
  // The frame is seen where a system has its own colours.
  primary: "border border-transparent bg-accent text-on-accent hover:opacity-90",
  secondary: "border border-edge text-ink hover:bg-wash",
  plain: "text-quiet hover:text-ink hover:bg-wash",
};

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: keyof typeof looks;
}

/** 36 px high; under a thumb 44. */
export function Button({ look = "secondary", className = "", type = "button", ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      className={`inline-flex min-h-9 items-center justify-center gap-2 rounded-md px-3 py-1 text-sm font-medium disabled:opacity-60 pointer-coarse:min-h-11 print:hidden ${looks[look]} ${className}`}
      {...rest}
    />
  );
}
