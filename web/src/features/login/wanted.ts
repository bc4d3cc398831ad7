/** Where somebody wanted to go when they were asked who they are. */
export function wanted(): string {
  const to = (history.state as { to?: unknown } | null)?.to;
  return typeof to === "string" && /^\/(?!\/)/.test(to) ? to : "/";
}
