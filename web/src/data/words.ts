import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Level, TaskStatus } from "../types";

export const levelWords: Record<Level, MessageDescriptor> = {
  urgent: msg`Urgent`,
  high: msg`High`,
  medium: msg`Medium`,
  low: msg`Low`,
};

export const statusWords: Record<TaskStatus, MessageDescriptor> = {
  triage: msg`To decide`,
  todo: msg`To do`,
  in_progress: msg`In progress`,
  blocked: msg`Waiting`,
  done: msg`Done`,
  canceled: msg`Canceled`,
};
