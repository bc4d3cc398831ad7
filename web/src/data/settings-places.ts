import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

export interface SettingsPlace {
  /** Below /settings. */
  path: string;
  name: MessageDescriptor;
  /** Its name where it does not stand under the workspace's or one's own. */
  alone?: MessageDescriptor;
  /** More words by which it is found. */
  also?: MessageDescriptor;
}

/** Every page of the settings, in their order: for the settings' own index, and for the palette. */
export const mySettings = [
  { path: "me", name: msg`Me`, alone: msg`My profile`, also: msg`name account` },
  { path: "hours", name: msg`Working time`, also: msg`hours focus zone` },
  { path: "time-off", name: msg`Time off`, also: msg`vacation holiday away` },
  {
    path: "notifications",
    name: msg`What reaches me`,
    also: msg`notifications digest email e-mail quiet hours interruptions budget`,
  },
  { path: "access", name: msg`Password, sessions` },
  { path: "tokens", name: msg`API tokens` },
  { path: "acts", name: msg`What admins did` },
] as const satisfies SettingsPlace[];

/** Those that only admins have. */
export const workspaceSettings = [
  { path: "workspace", name: msg`Workspace`, alone: msg`Workspace settings`, also: msg`slots visibility` },
  { path: "people", name: msg`People`, alone: msg`Manage people` },
  { path: "teams", name: msg`Teams` },
  { path: "holidays", name: msg`Holidays` },
  { path: "mail", name: msg`Mail`, also: msg`smtp email e-mail delivery` },
] as const satisfies SettingsPlace[];

export type SettingsPath = (typeof mySettings)[number]["path"] | (typeof workspaceSettings)[number]["path"];
