/** The names of zones on the map, kept as zones change: a change concerns a zone and those whose ends it crowds. */
import type { Zone } from "../../../net/live/types";
import type { AreaText } from "../../core/symbolScene";
import { crowdedBy, EdgePlaces } from "./edgePlaces";

export interface NamedAreas {
  nameArea(area: AreaText): void;
  unnameArea(id: number): void;
}

export class ZoneNames {
  readonly #on: NamedAreas;
  readonly #textOf: (zone: Zone) => { brief: string; full: string };
  readonly #zones = new Map<number, Zone>();
  readonly #places = new EdgePlaces();
  readonly #stale = new Set<number>();

  constructor(on: NamedAreas, textOf: (zone: Zone) => { brief: string; full: string }) {
    this.#on = on;
    this.#textOf = textOf;
  }

  put(zone: Zone): void {
    if (this.#zones.get(zone.id) === zone) return;
    this.#drop(zone.id);
    this.#zones.set(zone.id, zone);
    this.#places.add(zone);
    this.#crowd(zone);
    this.#stale.add(zone.id);
  }

  remove(id: number): void {
    if (this.#drop(id)) this.#stale.add(id);
  }

  /** Writes what has changed. */
  write(): void {
    for (const id of this.#stale) {
      const zone = this.#zones.get(id);
      if (zone === undefined) this.#on.unnameArea(id);
      else
        this.#on.nameArea({
          id,
          // The highest level is placed first.
          rank: zone.level ?? 0,
          ...this.#textOf(zone),
          places: this.#places.of(zone),
        });
    }
    this.#stale.clear();
  }

  #drop(id: number): boolean {
    const zone = this.#zones.get(id);
    if (zone === undefined) return false;
    this.#zones.delete(id);
    this.#places.delete(zone);
    this.#crowd(zone);
    return true;
  }

  #crowd(by: Zone): void {
    const isCrowded = crowdedBy(by);
    for (const zone of this.#zones.values()) if (isCrowded(zone)) this.#stale.add(zone.id);
  }
}
