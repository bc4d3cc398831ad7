/** The two things that Trusted Types guards and this app does: insert server-sanitized HTML, start its worker. */
interface Rules {
  createHTML(html: string): string;
  createScriptURL(url: string): string;
}

interface PolicyFactory {
  createPolicy(name: string, rules: Rules): Rules;
}

const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
const serviceWorker = "/sw.js";
const rules: Rules = {
  createHTML: (html) => html,
  createScriptURL(url) {
    if (url !== serviceWorker) throw new TypeError(`not a script of this app: ${url}`);
    return url;
  },
};

/** The one Trusted Types policy that the page's security policy allows, by its name. */
const policy = factory?.createPolicy("cairn", rules) ?? rules;

/** Pass only fields named `…_html` of the API's answers: the server renders and sanitizes on one path. */
export function fromServer(html: string): { __html: string } {
  return { __html: policy.createHTML(html) };
}

export const serviceWorkerUrl = (): string => policy.createScriptURL(serviceWorker);
