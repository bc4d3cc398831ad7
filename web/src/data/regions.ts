import type { components } from "../api.gen";
import { useFetched } from "./fetched";

export type Choices = components["schemas"]["Choices"];

/** The zones and holiday regions that the server knows; null until it has said so. */
export function useChoices(): Choices | null {
  return useFetched<Choices>("/zones").data;
}

/** By the browser, where the server has not said it yet. */
export function regionNamed(code: string): string {
  const [country = ""] = code.split("-");
  return /^[A-Z]{2}$/.test(country)
    ? (new Intl.DisplayNames(undefined, { type: "region" }).of(country) ?? code)
    : code;
}

export function useRegionName(): (code: string) => string {
  const choices = useChoices();
  return (code) => choices?.regions.find((region) => region.code === code)?.name ?? regionNamed(code);
}
