import { ChevronDown } from "lucide-react";
import {
  type InputHTMLAttributes,
  type Ref,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from "react";

const box =
  "min-h-10 w-full rounded-md border border-edge bg-sheet px-3 py-1.5 text-base text-ink placeholder:text-quiet aria-invalid:border-warn";

interface Labeled {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
}

function Frame({ id, label, hint, error, children }: Labeled & { id: string; children: React.ReactNode }) {
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children}
      {(error || hint) && (
        <p
          id={`${id}-note`}
          className={`text-xs ${error ? "text-warn first-letter:uppercase" : "text-quiet"}`}
        >
          {error || hint}
        </p>
      )}
    </div>
  );
}

export function TextField({
  label,
  hint,
  error,
  hideLabel,
  ...rest
}: Labeled & { hideLabel?: boolean } & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  const input = (
    <input
      id={id}
      className={box}
      aria-label={hideLabel ? label : undefined}
      aria-invalid={error ? true : undefined}
      aria-describedby={error || hint ? `${id}-note` : undefined}
      {...rest}
    />
  );
  if (hideLabel) return input;
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      {input}
    </Frame>
  );
}

/** Grows with its words (`field-sizing`); browsers without it scroll. */
export function TextArea({
  label,
  hint,
  error,
  hideLabel,
  areaRef,
  className = "",
  ...rest
}: Labeled & {
  hideLabel?: boolean;
  areaRef?: Ref<HTMLTextAreaElement>;
} & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const id = useId();
  const area = (
    <textarea
      ref={areaRef}
      id={id}
      className={`${box} field-sizing-content min-h-20 resize-y py-2! leading-relaxed ${className}`}
      aria-label={hideLabel ? label : undefined}
      aria-describedby={error || hint ? `${id}-note` : undefined}
      {...rest}
    />
  );
  if (hideLabel) return area;
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      {area}
    </Frame>
  );
}

/** The browser's own list: it is right on every phone, and needs no script that Trusted Types would refuse. */
export function NativeSelect({
  label,
  hint,
  hideLabel,
  options,
  ...rest
}: Labeled & {
  hideLabel?: boolean;
  options: { value: string; label: string }[];
} & SelectHTMLAttributes<HTMLSelectElement>) {
  const id = useId();
  const select = (
    <span className="relative">
      <select
        id={id}
        aria-label={hideLabel ? label : undefined}
        className={`${box} appearance-none truncate pe-9!`}
        {...rest}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown
        size={16}
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 end-3 my-auto text-quiet"
      />
    </span>
  );
  if (hideLabel) return select;
  return (
    <Frame id={id} label={label} hint={hint}>
      {select}
    </Frame>
  );
}
