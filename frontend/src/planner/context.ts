/** How the components find the one planner of the page. */
import { getContext } from "svelte";
import type { Planner } from "./planner.svelte";

const KEY = Symbol("planner");

export function contextOf(planner: Planner): Map<symbol, Planner> {
  return new Map([[KEY, planner]]);
}

export function usePlanner(): Planner {
  return getContext<Planner>(KEY);
}
