import type { FocusKept } from "../../types";

export type Parameters = FocusKept["given_back"]["parameters"];

export interface Range {
  low: number;
  high: number;
}

/** Minutes given back: avoided × share × minutes, as the server counts them. */
export const givenBack = (avoided: number, p: Parameters): Range => ({
  low: Math.round(avoided * p.low_share * p.low_minutes),
  high: Math.round(avoided * p.high_share * p.high_minutes),
});

/** Whether they make a range: each from the lower to the higher, and within its bounds. */
export const isRange = (p: Parameters): boolean =>
  Object.values(p).every(Number.isFinite) &&
  p.low_share >= 0 &&
  p.high_share <= 1 &&
  p.low_share <= p.high_share &&
  p.low_minutes >= 0 &&
  p.high_minutes <= 240 &&
  p.low_minutes <= p.high_minutes;

/** A group whose switching is cut: people × hours a week × share that switching takes × how much less of it. */
export interface Example {
  people: number;
  hours: number;
  low: number;
  high: number;
  cut: number;
}

/** Hours a week. */
export const exampleBack = ({ people, hours, low, high, cut }: Example): Range => ({
  low: people * hours * low * cut,
  high: people * hours * high * cut,
});
