import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { ApiError, call } from "../../data/api";
import { useDayWords } from "../../data/due";
import { useAll, usePerson } from "../../data/mine";
import { clipped } from "../../lib/clip";
import { instantIn, zoneCity } from "../../lib/dates";
import { isolate } from "../../lib/isolate";
import type { PreviewRow, RequestPreview } from "../../types";
import { Avatar } from "../../ui/small";
import { bodyOf, type Form } from "./form";

const pauseMs = 300;

/** What sending would do, asked again when what is written has stood still for a moment. */
export function usePreview(
  form: Form,
  asks: boolean,
): { preview: RequestPreview | null; refused: ApiError | null } {
  const [read, setRead] = useState<{ of: string; preview: RequestPreview } | null>(null);
  const [refused, setRefused] = useState<ApiError | null>(null);
  // Its words change nothing about where it lands.
  const { to, due_date, due_time, level } = bodyOf(form);
  const of = asks ? JSON.stringify({ to, due_date, due_time, level }) : null;
  const changed = useAll<object>("task").length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a list that changed is another impact.
  useEffect(() => {
    if (!of) {
      setRead(null);
      setRefused(null);
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(() => {
      call<RequestPreview>("POST", "/requests/preview", JSON.parse(of), stop.signal).then(
        (preview) => {
          setRead({ of, preview });
          setRefused(null);
        },
        (reason) => {
          if (!(reason instanceof ApiError)) return;
          setRead(null);
          setRefused(reason);
        },
      );
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [of, changed]);
  return { preview: read?.preview ?? null, refused };
}

/** Where it lands on each list, what it pushes back, who is away; nobody is told of it. */
export function Preview({ preview }: { preview: RequestPreview }) {
  const more = preview.asked - preview.people.length;
  return (
    <section aria-labelledby="lands" className="flex flex-col gap-2">
      <h2 id="lands" className="text-base font-semibold">
        <Plural value={preview.asked} one="One person is asked" other="# people are asked" />
      </h2>
      <ul className="flex flex-col gap-2.5">
        {preview.people.map((row) => (
          <Lands key={row.person_id} row={row} />
        ))}
      </ul>
      {more > 0 && (
        <p className="text-sm text-quiet">
          <Plural value={more} one="and one person more" other="and # people more" />
        </p>
      )}
      {!preview.at_once && (
        <p className="text-sm text-quiet">
          <Trans>For so many it takes a moment; how far it is stands on its page.</Trans>
        </p>
      )}
    </section>
  );
}

function Lands({ row }: { row: PreviewRow }) {
  const { t } = useLingui();
  const dayWords = useDayWords();
  const person = usePerson(row.person_id);
  const name = person?.name ?? "";
  const { place, of } = row;
  const said: string[] = [];
  if (row.back_on) {
    const back = dayWords(row.back_on, row.time_zone);
    said.push(t`off, sees it ${back}`);
  } else if (row.digest_at) {
    said.push(`${instantIn(new Date(row.digest_at), row.time_zone)} ${zoneCity(row.time_zone)}`);
  }
  said.push(of > 1 ? t`number ${place} of ${of} on the list` : t`first on the list`);
  if (row.due_at) {
    const at = `${instantIn(new Date(row.due_at), row.time_zone)} ${zoneCity(row.time_zone)}`;
    said.push(t`due ${at}`);
  }
  if (row.due_day_off) said.push(row.back_on ? t`before that, so late only then` : t`that is a day off`);
  const [first] = row.pushed_back;
  const others = row.pushed_back_count - 1;
  const title = first ? isolate(clipped(first.title)) : "";
  const late = row.becomes_late.map((task) => `“${isolate(clipped(task.title))}”`).join(", ");
  return (
    <li className="flex gap-2.5 text-sm">
      <Avatar name={name} size="sm" />
      <div className="min-w-0 wrap-anywhere">
        <p>
          <bdi className="font-medium">{name}</bdi>
          {": "}
          {said.join(", ")}.
        </p>
        {first && (
          <p className="text-quiet">
            {others > 0 ? (
              <Plural
                value={others}
                one={`Pushes back “${title}” and one more.`}
                other={`Pushes back “${title}” and # more.`}
              />
            ) : (
              <Trans>Pushes back “{title}”.</Trans>
            )}
          </p>
        )}
        {late && (
          <p className="text-warn">
            <Trans>Becomes late by it: {late}.</Trans>
          </p>
        )}
      </div>
    </li>
  );
}
