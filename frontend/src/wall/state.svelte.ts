/** What the person in front of the wall has chosen: the selection, the layers, which panels are open. */

import type { MapState, Target } from "../map/context";
import type { EntityList } from "../map/entities/entity";
import type { LayerName } from "../map/model/layerNames";
import { type Selection, sameSelection } from "../map/model/selection";
import { currentTheme, type Theme, toggleTheme } from "../ui/theme";
import { parseAddress } from "./address";

export type Sheet = "map" | "queue" | "side";

/** A wish to look somewhere, which the map carries out; `serial` tells two equal wishes apart. */
export interface Goto {
  serial: number;
  target: Target;
}

export class WallState implements MapState {
  selection = $state<Selection | null>(null);
  /** Other things at the same place, when a group was clicked. */
  also = $state.raw<readonly Selection[]>([]);
  off = $state.raw<ReadonlySet<LayerName>>(new Set());
  tab = $state<EntityList["tab"]>("complaints");
  queueOpen = $state(true);
  sideOpen = $state(true);
  sheet = $state<Sheet>("map");
  helpOpen = $state(false);
  displayOpen = $state(false);
  measuring = $state(false);
  theme = $state<Theme>(currentTheme(document));
  goto = $state.raw<Goto | null>(null);
  groundFailed = $state(false);
  tilesFailed = $state(false);

  #serial = 0;

  constructor(hash: string) {
    const address = parseAddress(hash);
    this.selection = address.selection;
    this.off = address.off;
  }

  select(selection: Selection | null, also: readonly Selection[] = []): void {
    this.selection = selection;
    this.also = also;
    if (selection !== null) {
      this.sideOpen = true;
      this.sheet = "side";
    } else if (this.sheet === "side") this.sheet = "map";
  }

  isSelected(selection: Selection): boolean {
    return sameSelection(this.selection, selection);
  }

  go(target: Target): void {
    this.goto = { serial: ++this.#serial, target };
  }

  toggleLayer(name: LayerName): void {
    const off = new Set(this.off);
    if (!off.delete(name)) off.add(name);
    this.off = off;
  }

  toggleTheme(): void {
    this.theme = toggleTheme(document);
  }
}
