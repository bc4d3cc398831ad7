import type { components } from "../api.gen";
import { useFetched } from "./fetched";

/** Whether this server sends mail; null until it has said so. */
export function useMails(): boolean | null {
  const { data } = useFetched<components["schemas"]["Reaching"]>("/me/notifications");
  return data ? data.open.includes("email") : null;
}
