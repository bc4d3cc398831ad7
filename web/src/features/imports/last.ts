const key = "cairn.import.";

/** Which import this person began last in this browser: its report can be read for a month. */
export function lastImport(person: string): string | null {
  return localStorage.getItem(key + person);
}

export function rememberImport(person: string, id: string): void {
  try {
    localStorage.setItem(key + person, id);
  } catch {
    // No room on this device: then the way back to the report is its address.
  }
}

export function forgetImport(person: string): void {
  localStorage.removeItem(key + person);
}
