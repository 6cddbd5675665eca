/** What every component of the wall needs, handed down once; the panels on its map see the part of it in `MapContext`. */
import { type MapContext, provideMap, useMap } from "../map/context";
import type { WallConfig } from "./config";
import type { WallState } from "./state.svelte";

export interface Wall extends MapContext {
  config: WallConfig;
  state: WallState;
}

export function provideWall(wall: Wall): Wall {
  return provideMap(wall);
}

export function useWall(): Wall {
  return useMap() as Wall;
}
