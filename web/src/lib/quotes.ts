/**
 * The server's sentences have the quotes of a keyboard, as an API's do; on the screen they have those of a book,
 * like all the others.
 */
export function curly(words: string): string {
  return words
    .replace(/(?<=[\p{L}\p{N}])'/gu, "’")
    .replace(/(^|[\s(\u2068])"/gu, "$1“")
    .replaceAll('"', "”");
}
