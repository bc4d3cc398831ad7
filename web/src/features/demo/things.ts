import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

/** The people of the demo that the page sends one to, by their address before the @. */
type Who = "ruth" | "bea" | "aroha";

export interface Thing {
  name: string;
  title: MessageDescriptor;
  words: MessageDescriptor;
  /** Who can do it. */
  as: Who;
  /** Where; on whose page, where it is a person's. */
  to: { path: string; of?: Who };
}

/** Nine things to do in ten minutes, in the order in which they tell a story. */
export const things: readonly Thing[] = [
  {
    name: "decide",
    as: "bea",
    title: msg`Decide what you take on`,
    words: msg`Four people have put something to Beatriz. Accept one, and decline one with a sentence. Nobody was interrupted, and nobody will be.`,
    to: { path: "/" },
  },
  {
    name: "put-back",
    as: "bea",
    title: msg`Put something back`,
    words: msg`Further down, in medium, Ruth has moved the poster for the growers’ day up and says why. If Beatriz sees it differently, one press puts it back, and it stays there until the two agree.`,
    to: { path: "/" },
  },
  {
    name: "add",
    as: "ruth",
    title: msg`Put a task on somebody’s list`,
    words: msg`Type into the line at the top: “New cover for the board by friday 3pm high”. Before it lands you see what it pushes back.`,
    to: { path: "/people", of: "bea" },
  },
  {
    name: "urgent",
    as: "ruth",
    title: msg`Try to make everything urgent`,
    words: msg`Give a task of Ruth’s, further down in high, the level urgent: by its ⋯, or go to it with j and press 1. The one urgent place is taken, so Cairn asks which of the two it is. Undo takes it all back.`,
    to: { path: "/" },
  },
  {
    name: "overlap",
    as: "ruth",
    title: msg`Find an hour that you both have`,
    words: msg`When Aroha begins in Auckland, it is the afternoon of the day before in Denver. Her page shows when you both work, and how she likes to be asked.`,
    to: { path: "/people/about", of: "aroha" },
  },
  {
    name: "answers",
    as: "ruth",
    title: msg`See who has answered`,
    words: msg`Ruth has asked her four for a number. Two have answered, one is off until next week, and nobody has to be chased: ask how it stands, and it waits for their next digest.`,
    to: { path: "/requests" },
  },
  {
    name: "now",
    as: "ruth",
    title: msg`Try to interrupt somebody`,
    words: msg`Write something into the line of Beatriz’s list, with “by friday”, and choose “Now instead…”. You see what it costs, and what is in the way.`,
    to: { path: "/people", of: "bea" },
  },
  {
    name: "focus",
    as: "bea",
    title: msg`Look at the focus that was kept`,
    words: msg`A year of Beatriz’s mornings: how many stayed whole, what waited for a digest, and how little of the time given back anybody really knows.`,
    to: { path: "/team/focus?weeks=52" },
  },
  {
    name: "offline",
    as: "bea",
    title: msg`Pull the plug`,
    words: msg`Switch the network off, or stop Cairn. Add tasks, move them, tick them off. Switch it on again: everything is there, once.`,
    to: { path: "/" },
  },
];
