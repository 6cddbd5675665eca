/** What the panels of entities need of the page that shows the map, handed down once. */
import { getContext, setContext } from "svelte";
import type { Clock } from "../ui/format";
import type { Language, Translate } from "../ui/i18n";
import type { LiveModel } from "./model/model.svelte";
import type { Selection } from "./model/selection";

/** Where the map is asked to go. */
export type Target =
  | { lon: number; lat: number; zoom?: number }
  | { selection: Selection }
  | { bounds: [west: number, south: number, east: number, north: number] }
  | "home";

export interface MapState {
  readonly selection: Selection | null;
  /** Other things at the same place, when a group was clicked. */
  readonly also: readonly Selection[];
  select(selection: Selection | null, also?: readonly Selection[]): void;
  isSelected(selection: Selection): boolean;
  go(target: Target): void;
}

export interface MapContext {
  config: {
    /** Whether this user may take alarms. */
    mayAcknowledge: boolean;
    /** Address of a complaint's case, with {id} and {code} to be filled in; empty if this user has no desk. */
    caseUrl: string;
  };
  model: LiveModel;
  /** What a selected thing is called; empty where it is not known. */
  titleOf(selection: Selection): string;
  state: MapState;
  t: Translate;
  language: Language;
  clock: Clock;
}

const KEY = Symbol("map");

export function provideMap<C extends MapContext>(context: C): C {
  return setContext(KEY, context);
}

export function useMap(): MapContext {
  return getContext<MapContext>(KEY);
}
