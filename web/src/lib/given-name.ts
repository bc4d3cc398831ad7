/** What a sentence calls somebody by: the first word of their name that is no title, as "Dr." and "Prof." are. */
export function givenName(name: string): string {
  const words = name.trim().split(/\s+/);
  return words.find((word) => !word.endsWith(".")) ?? words[0] ?? "";
}
