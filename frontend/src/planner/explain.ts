/** What a failure means to the planner: the server is away, it refused, or the page itself is at fault. */
import { ApiError, Unreachable } from "../net/api";
import type { Notice } from "./planner.svelte";
import type { Say } from "./words";

export function explain(error: unknown, say: Say): Notice {
  if (error instanceof Unreachable) return { tone: "alarm", text: say("offline") };
  if (!(error instanceof ApiError)) {
    // A fault of the page must be seen by whoever can mend it; nobody is to think that the network is down.
    console.error(error);
    return { tone: "alarm", text: say("internalError") };
  }
  if (error.code === "zone_stale") return { tone: "warning", text: say("stale"), remedy: "reload" };
  if (error.status === 403) return { tone: "warning", text: say("sessionEnded"), remedy: "login" };
  if (error.code === "unreadable")
    return { tone: "alarm", text: say("serverError", { status: error.status }) };
  return { tone: "alarm", text: error.message };
}
