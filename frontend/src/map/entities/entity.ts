/** What the map, the list, the search and the panel need to know of a kind of entity: see registry.ts. */
import type { Component } from "svelte";
import type { EntityType, Faces } from "../../net/live/types";
import type { Key } from "../../ui/i18n";
import type { Rows } from "../../ui/rowWindow";
import type { SymbolLayer } from "../core/symbolLayer";
import type { LayerName } from "../model/layerNames";
import type { LiveModel } from "../model/model.svelte";
import type { Selection, SelectionType } from "../model/selection";
import type { FaceSearch } from "./search";
import type { VehicleLayer } from "./vehicle/layer";
import type { ZoneLayer } from "./zone/layer";
import type { ZoneNames } from "./zone/names";

/** The layers that a map has; an entity draws on one of them. */
export interface MapLayers {
  readonly symbols: SymbolLayer;
  readonly vehicles: VehicleLayer;
  readonly zones: ZoneLayer;
  readonly zoneNames: ZoneNames;
}

export type Where =
  | { lon: number; lat: number }
  | { bounds: [west: number, south: number, east: number, north: number] };

export interface MapEntity<T extends EntityType = EntityType> {
  /** Its faces in the live state. */
  readonly face: T;
  /** Its name in a selection. */
  readonly type: SelectionType;
  /** What the panel says where the face is not, or no longer, there. */
  readonly gone: Key;
  readonly Panel: Component<{ face: Faces[T] }>;
  title(face: Faces[T], model: LiveModel): string;
  /** The face that may be shown; by default the one in the live state. */
  find?(id: number, model: LiveModel): Faces[T] | undefined;
  /** What is selected on the map when it is: an alarm is shown at its vehicle. By default itself. */
  onMap?(face: Faces[T]): Selection;
  /** Where the map goes to show it; null where it has no place. */
  where(id: number, model: LiveModel, layers: MapLayers): Where | null;
  readonly map?: EntityOnMap<T>;
  readonly search?: FaceSearch<Faces[T]>;
  readonly list?: EntityList;
}

export interface EntityOnMap<T extends EntityType> {
  /** The layer that must be on for this face to be drawn. */
  layer(face: Faces[T]): LayerName;
  /** Draws a face that is new or has changed; undefined: it is gone, or its layer is off. */
  draw(layers: MapLayers, id: number, face: Faces[T] | undefined): void;
  /** Null: another entity, or nothing, is selected. */
  select(layers: MapLayers, id: number | null): void;
}

/** What of it the operator has to do, the most urgent first; one tab of the list. */
export interface EntityList<Item = unknown> {
  readonly tab: "complaints" | "vehicles" | "cameras";
  items(model: LiveModel): Rows<Item>;
  key(item: Item): number;
  readonly Row: Component<{ item: Item }>;
}

/** The registry holds entities of all types side by side. */
export function describe<T extends EntityType>(
  entity: Omit<MapEntity<T>, "list"> & { readonly list?: undefined },
): MapEntity;
export function describe<T extends EntityType, Item>(
  entity: Omit<MapEntity<T>, "list"> & { readonly list: EntityList<Item> },
): MapEntity;
export function describe(entity: unknown): MapEntity {
  return entity as MapEntity;
}
