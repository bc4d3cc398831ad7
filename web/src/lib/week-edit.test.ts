import { expect, it } from "vitest";
import { days } from "./week";
import {
  blocksOf,
  copied,
  drawn,
  moved,
  piecesOn,
  room,
  type Week,
  weekOfBlocks,
  without,
} from "./week-edit";

const span = (start: string, end: string) => ({ start, end });
const week = (part: Partial<Week>): Week => ({
  ...(Object.fromEntries(days.map((day) => [day, []])) as unknown as Week),
  ...part,
});
const tuesday = week({ tue: [span("08:30", "12:30"), span("14:00", "18:30")] });

it("moves an end, a beginning and the whole, and never one span over another", () => {
  expect(moved(tuesday, "tue", 0, "end", 13 * 60, 15).tue[0]).toEqual(span("08:30", "13:00"));
  expect(moved(tuesday, "tue", 0, "end", 20 * 60, 15).tue[0]).toEqual(span("08:30", "14:00"));
  expect(moved(tuesday, "tue", 1, "start", 60, 15).tue[1]).toEqual(span("12:30", "18:30"));
  expect(moved(tuesday, "tue", 1, "start", 23 * 60, 15).tue[1]).toEqual(span("18:15", "18:30"));
  expect(moved(tuesday, "tue", 0, "whole", 0, 15).tue[0]).toEqual(span("00:00", "04:00"));
  expect(moved(tuesday, "tue", 0, "whole", 20 * 60, 15).tue[0]).toEqual(span("10:00", "14:00"));
});

it("lets a night shift run past midnight, as far as the next day is free, from Sunday into Monday too", () => {
  const nights = week({ sun: [span("22:00", "24:00")], mon: [span("05:00", "06:00")] });
  const longer = moved(nights, "sun", 0, "end", 24 * 60 + 180, 15);
  expect(longer.sun[0]).toEqual(span("22:00", "03:00"));
  expect(moved(longer, "sun", 0, "end", 3000, 15).sun[0]).toEqual(span("22:00", "05:00"));
  expect(moved(longer, "mon", 0, "start", 0, 15).mon[0]).toEqual(span("03:00", "06:00"));
  expect(room(longer, "sun", 0, "whole", 15)).toEqual([0, 24 * 60 - 15]);
  expect(piecesOn(longer, "mon").map(({ day, left, right }) => [day, left, right])).toEqual([
    ["sun", 0, 180],
    ["mon", 300, 360],
  ]);
  expect(piecesOn(longer, "sun").map(({ left, right }) => [left, right])).toEqual([[1320, 1440]]);
});

it("draws where there is room, in either direction, and nothing where there is none", () => {
  expect(drawn(tuesday, "sat", 600, 720, 15)?.[0].sat).toEqual([span("10:00", "12:00")]);
  expect(drawn(tuesday, "sat", 720, 600, 15)?.[0].sat).toEqual([span("10:00", "12:00")]);
  expect(drawn(tuesday, "tue", 12 * 60 + 45, 20 * 60, 15)).toEqual([
    week({ tue: [span("08:30", "12:30"), span("12:45", "14:00"), span("14:00", "18:30")] }),
    1,
  ]);
  expect(drawn(tuesday, "tue", 540, 600, 15)).toBeNull();
  expect(drawn(tuesday, "sat", 600, 605, 15)).toBeNull();
});

it("removes and copies", () => {
  expect(without(tuesday, "tue", 0).tue).toEqual([span("14:00", "18:30")]);
  const all = copied(tuesday, "tue", ["wed", "fri"]);
  expect([all.wed, all.thu, all.fri]).toEqual([tuesday.tue, [], tuesday.tue]);
});

it("reads focus blocks as days and days as blocks", () => {
  const blocks = [
    { days: ["mon", "wed"] as const, start: "08:30", end: "11:00" },
    { days: ["mon", "tue"] as const, start: "13:00", end: "14:00" },
  ].map((block) => ({ ...block, days: [...block.days] }));
  const asWeek = weekOfBlocks(blocks);
  expect(asWeek.mon).toEqual([span("08:30", "11:00"), span("13:00", "14:00")]);
  expect(blocksOf(asWeek)).toEqual(blocks);
  expect(blocksOf(moved(asWeek, "wed", 0, "end", 12 * 60, 15))).toHaveLength(3);
});

it("never makes spans that overlap, whatever one drags", () => {
  let seed = 7;
  const random = (n: number) => {
    seed = (seed * 48271) % 2147483647;
    return seed % n;
  };
  let now = tuesday;
  for (let n = 0; n < 300; n++) {
    const day = days[random(7)] as (typeof days)[number];
    const at = random(Math.max(1, now[day].length));
    if (random(4) === 0) now = drawn(now, day, random(288) * 5, random(350) * 5, 15)?.[0] ?? now;
    else if (random(9) === 0) now = without(now, day, at);
    else
      now = moved(
        now,
        day,
        at,
        (["start", "end", "whole"] as const)[random(3)] ?? "end",
        random(500) * 5 - 200,
        5,
      );
    const pieces = days
      .flatMap((row, d) =>
        piecesOn(now, row).map(({ left, right }) => [d * 1440 + left, d * 1440 + right] as const),
      )
      .sort((a, b) => a[0] - b[0]);
    const over = pieces.some(([left, right], i) => left >= right || left < (pieces[i - 1]?.[1] ?? 0));
    if (over) expect.fail(JSON.stringify(now));
  }
});
