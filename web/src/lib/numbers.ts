const kept = new Map<string, Intl.NumberFormat>();

function formatter(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify(options);
  const known = kept.get(key) ?? new Intl.NumberFormat(undefined, options);
  kept.set(key, known);
  return known;
}

/** A number as it was given, with the reader's separators. */
export function format(number: number): string {
  return formatter({ maximumFractionDigits: 20 }).format(number);
}

const large = 1_000_000;

/** The same where it stands in a sentence: "1.42M" from a million on. */
export function short(number: number): string {
  if (Math.abs(number) < large) return format(number);
  return formatter({ notation: "compact", maximumFractionDigits: 2 }).format(number);
}

/** What parts the decimals where the reader lives: a point or a comma. */
function decimalSign(locale?: string): string {
  const parts = new Intl.NumberFormat(locale).formatToParts(0.5);
  return parts.find((part) => part.type === "decimal")?.value ?? ".";
}

/** A number as somebody types it, with points and commas as they use them; null where it is none. */
export function parseNumber(text: string, locale?: string): number | null {
  const plain = text.trim().replaceAll(/[\s'’]/g, "");
  const signs = plain.match(/[.,]/g) ?? [];
  const last = signs.at(-1) ?? "";
  let decimal = "";
  if (new Set(signs).size === 2) decimal = last;
  else if (signs.length === 1)
    // "1,250" is a thousand and more, but for who parts decimals with a comma.
    decimal = last === decimalSign(locale) || !/[.,]\d{3}$/.test(plain) ? last : "";
  const groups = [".", ","].filter((sign) => sign !== decimal);
  const whole = decimal ? plain.slice(0, plain.lastIndexOf(decimal)) : plain;
  const rest = decimal ? plain.slice(plain.lastIndexOf(decimal) + 1) : "";
  if (groups.some((sign) => whole.includes(sign)) && !/^[+-]?\d{1,3}([.,]\d{3})+$/.test(whole)) return null;
  const digits = whole.replaceAll(/[.,]/g, "") + (rest ? `.${rest}` : "");
  return /^[+-]?(\d+(\.\d+)?|\.\d+)$/.test(digits) ? Number(digits) : null;
}
