import type { InputHTMLAttributes, ReactNode } from "react";

interface ChoiceProps extends InputHTMLAttributes<HTMLInputElement> {
  type: "radio" | "checkbox";
  children: ReactNode;
  hint?: ReactNode;
}

/** A radio button or checkbox with its words, as one target of 36 px or more, under a thumb of 44. */
export function Choice({ children, hint, className = "", ...rest }: ChoiceProps) {
  return (
    <label
      className={`flex min-h-9 cursor-pointer items-start gap-3 py-1.5 pointer-coarse:min-h-11 pointer-coarse:py-2.5 ${className}`}
    >
      <input className="mt-1 size-4 shrink-0 accent-(--accent)" {...rest} />
      <span className="min-w-0">
        <span className="block leading-6">{children}</span>
        {hint && <span className="block text-sm text-quiet">{hint}</span>}
      </span>
    </label>
  );
}
