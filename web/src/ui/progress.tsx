/** How far something is: a bar, and the same in words beneath it. Without `done` nobody knows; only that it goes on. */
export function Progress({
  label,
  done,
  total = 1,
  words,
}: {
  label: string;
  done?: number;
  total?: number;
  words: string;
}) {
  return (
    <div role="status" className="flex flex-col gap-2">
      <progress
        aria-label={label}
        max={Math.max(total, 1)}
        {...(done === undefined ? {} : { value: done })}
        className="h-2 w-full appearance-none overflow-hidden rounded-full bg-wash indeterminate:animate-pulse [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-wash indeterminate:[&::-webkit-progress-bar]:bg-accent [&::-webkit-progress-value]:bg-accent"
      />
      <p className="text-sm text-quiet">{words}</p>
    </div>
  );
}
