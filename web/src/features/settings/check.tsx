import type { ReactNode } from "react";

interface Props {
  label: ReactNode;
  checked: boolean;
  disabled?: boolean;
  onChange: (on: boolean) => void;
}

/** One thing that is on or off. */
export function Check({ label, checked, disabled, onChange }: Props) {
  return (
    <label
      className={`flex min-h-9 items-start gap-2 py-2 text-sm pointer-coarse:min-h-11 pointer-coarse:py-3 ${disabled ? "" : "cursor-pointer"}`}
    >
      <input
        type="checkbox"
        className="mt-0.5 size-4 shrink-0 accent-accent"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className="min-w-0">{label}</span>
    </label>
  );
}
