const key = "cairn.import.";

/** Which import this person began last in this browser: its report can be read for a month. */
export function lastImport(person: string): string | null {
  return localStorage.getItem(key + person);
}

export function rememberImport(person: string, id: string): void {
  localStorage.setItem(key + person, id);
}

export function forgetImport(person: string): void {
  localStorage.removeItem(key + person);
}
