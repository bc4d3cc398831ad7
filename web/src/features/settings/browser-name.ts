import { useLingui } from "@lingui/react/macro";

const browsers: [RegExp, string][] = [
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\/|FxiOS\//, "Firefox"],
  [/SamsungBrowser\//, "Samsung Internet"],
  [/Chrome\/|CriOS\/|Chromium\//, "Chrome"],
  [/Safari\//, "Safari"],
];

const systems: [RegExp, string][] = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "Mac"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];

/** A browser by its own words: enough to recognize it by. What is not known is shown as it stands. */
export function useBrowserName(): (agent: string) => string {
  const { t } = useLingui();
  return (agent) => {
    const browser = browsers.find(([pattern]) => pattern.test(agent))?.[1];
    const system = systems.find(([pattern]) => pattern.test(agent))?.[1];
    if (browser && system) return t`${browser} on ${system}`;
    return browser ?? system ?? (agent || t`A browser`);
  };
}
