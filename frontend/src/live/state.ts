/** The live state and its pure reducer: a map by entity and id, replaced by snapshots and changed by events. */
import { ENTITY_TYPES, type EntityType, type Faces } from "./entities";
import type { LiveEvent, Snapshot } from "./messages";

export type Entities = {
  readonly [T in EntityType]: ReadonlyMap<number, Faces[T]>;
};

export interface LiveState {
  /** The last event number that this state holds; null before the first snapshot. */
  readonly number: number | null;
  readonly entities: Entities;
}

export function emptyState(): LiveState {
  return { number: null, entities: fromLists({}) };
}

export function applySnapshot(snapshot: Snapshot): LiveState {
  return { number: snapshot.number, entities: fromLists(snapshot.state) };
}

/** An event that the state holds already, or of an entity that is unknown here, changes nothing but the number. */
export function applyEvent(state: LiveState, event: LiveEvent): LiveState {
  if (state.number === null || event.number <= state.number) return state;
  const [entity, verb] = event.type.split(".");
  const number = event.number;
  if (!isEntity(entity) || (verb !== "changed" && verb !== "removed")) return { ...state, number };
  const map = new Map<number, unknown>(state.entities[entity]);
  if (verb === "removed") map.delete(event.data.id);
  else map.set(event.data.id, event.data);
  return { number, entities: { ...state.entities, [entity]: map } };
}

/** The server has said that nothing up to `number` is missing. */
export function reach(state: LiveState, number: number): LiveState {
  return state.number === null || number <= state.number ? state : { ...state, number };
}

function isEntity(name: string | undefined): name is EntityType {
  return (ENTITY_TYPES as readonly (string | undefined)[]).includes(name);
}

function fromLists(lists: Record<string, { id: number }[]>): Entities {
  const byId = (type: EntityType) => new Map((lists[type] ?? []).map((face) => [face.id, face]));
  return Object.fromEntries(ENTITY_TYPES.map((type) => [type, byId(type)])) as unknown as Entities;
}
