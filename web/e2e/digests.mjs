// Digests, at once: a person's digest hour is set to the minute that it is, and the server's own runner does the rest.
import assert from "node:assert/strict";
import { until } from "./rig.mjs";

const minuteIn = (zone) =>
  new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(Date.now());

async function change(who, path, body) {
  const answer = await who.api("PATCH", path, body);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
}

/** Their working hours, the same on every day of the week. */
export function works(who, spans) {
  const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
  return change(who, `/people/${who.id}`, {
    working_hours: Object.fromEntries(days.map((day) => [day, spans])),
  });
}

/** At work at every hour of every day. */
export const alwaysWorks = (who) => works(who, [{ start: "00:00", end: "24:00" }]);

/**
 * Resolves when the next digest of somebody has come: at once, or with the next minute
 * where this one has had theirs. They work at every hour, and something waits for them.
 */
export async function digest(who, zone) {
  const latest = async () => (await who.api("GET", "/today")).body.latest?.id;
  const before = await latest();
  let hour = "";
  await until(
    "the digest has come",
    async () => {
      if (hour !== minuteIn(zone)) {
        hour = minuteIn(zone);
        await change(who, "/me/notifications", { digest_hours: [hour], late_hour: null });
      }
      return (await latest()) !== before;
    },
    90_000,
  );
}
