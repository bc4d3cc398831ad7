import { cut, hasLetter, isSpace, lower } from "./text";

/** The longest title that is made from a URL, in code points. */
const maxDerivedTitle = 120;

interface WebUrl {
  /** As written, in lower case, without its port. */
  host: string;
  /** With its escapes resolved; what is no UTF-8 is a space. */
  path: string;
}

/**
 * Reads an absolute http or https address by the rules of the server (Go's
 * net/url), which differ from the browser's URL: a bad escape makes it no
 * address, and nothing in it is mended. Only the zone of a link-local IPv6
 * address is not read here.
 */
export function webUrl(s: string): WebUrl | null {
  if (!/^https?:\/\//i.test(s) || /%(?![0-9a-f]{2})/i.test(withoutQuery(s))) return null;
  const address = cut(cut(s, "#").before, "?").before.replace(/^https?:\/\//i, "");
  const slash = address.indexOf("/");
  const authority = slash < 0 ? address : address.slice(0, slash);
  const at = authority.lastIndexOf("@");
  if (at >= 0 && !/^[\w\-.:~!$&'()*+,;=%@]*$/.test(authority.slice(0, at))) return null;
  const host = hostOf(authority.slice(at + 1));
  if (!host) return null;
  return { host: lower(host), path: slash < 0 ? "" : unescaped(address.slice(slash), " ") };
}

/** The query is not read, so bad escapes in it do no harm; those of the fragment do. */
function withoutQuery(s: string): string {
  const { before, behind } = cut(s, "#");
  return `${cut(before, "?").before}#${behind}`;
}

/** The host of "host:port"; null when it can't be one. */
function hostOf(s: string): string | null {
  if (s.startsWith("[")) {
    const literal = /^\[([0-9a-f:.]+)\](?::[0-9]*)?$/i.exec(s)?.[1];
    return literal && URL.canParse(`http://[${literal}]`) ? literal : null;
  }
  // ASCII that no host has; an escape there only for what is not ASCII, or for "%" itself.
  if (/[[\\^`{|}]|%(?!25)[0-7]/.test(s)) return null;
  const host = /^([^:]*)(?::[0-9]*)?$/.exec(s)?.[1];
  return host ? unescaped(host, "\uFFFD") : null;
}

/** Resolves escapes; each byte of what is no UTF-8 becomes `invalid`. */
function unescaped(s: string, invalid: string): string {
  const oneCharacter = /%(?:[0-7].|[cd].%[89ab].|e.(?:%[89ab].){2}|f.(?:%[89ab].){3})|%../gi;
  return s.replace(oneCharacter, (escaped) => {
    try {
      return decodeURIComponent(escaped);
    } catch {
      return invalid.repeat(escaped.length / 3);
    }
  });
}

/** Names a page by the end of its path: "pricing page (docs.example.com)". */
export function titleOfUrl(source: string): string {
  const url = webUrl(source);
  if (!url) return "";
  const host = url.host.replace(/^www\./, "");
  let name = "";
  for (const segment of url.path.split("/").reverse()) {
    const words = segmentWords(segment);
    if (!words) continue;
    name = name ? `${words} ${name}` : words;
    if (hasLetter(words)) break; // a number alone says little: "issues 123"
  }
  const points = Array.from(name);
  if (points.length > maxDerivedTitle)
    name = `${points.slice(0, maxDerivedTitle).join("").replace(/ $/, "")}…`;
  return name ? `${name} (${host})` : host;
}

/** One part of a path, as words. */
function segmentWords(segment: string): string {
  let rest = segment;
  for (const ending of [".html", ".htm", ".md", ".pdf", ".php", ".aspx"]) {
    if (rest.endsWith(ending)) rest = rest.slice(0, -ending.length);
  }
  const spaced = Array.from(rest, (c) => (isSpace(c) || "-_+".includes(c) ? " " : c)).join("");
  return spaced.split(" ").filter(Boolean).join(" ");
}
