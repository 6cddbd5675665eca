/** What every component of the wall needs, handed down once. */
import { getContext, setContext } from "svelte";
import type { Clock } from "../shared/format";
import type { Language, Translate } from "../shared/i18n";
import type { WallConfig } from "./config";
import type { LiveModel } from "./model.svelte";
import type { WallState } from "./state.svelte";

export interface Wall {
  config: WallConfig;
  model: LiveModel;
  state: WallState;
  t: Translate;
  language: Language;
  clock: Clock;
}

const KEY = Symbol("wall");

export function provideWall(wall: Wall): Wall {
  return setContext(KEY, wall);
}

export function useWall(): Wall {
  return getContext<Wall>(KEY);
}
