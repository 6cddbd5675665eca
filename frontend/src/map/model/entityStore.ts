/**
 * What the wall knows of each entity, by id: replaced by snapshots, changed in place by events. An event costs the same
 * however much is held; who follows the store hears which face changed, not that something did.
 */

import type { LiveEvent, Snapshot } from "../../net/live/messages";
import { ENTITY_TYPES, type EntityType, type Faces } from "../../net/live/types";

export type Entities = {
  readonly [T in EntityType]: ReadonlyMap<number, Faces[T]>;
};

/** A face as it was and as it is; undefined where there was or is none. */
export type FaceChange = {
  [T in EntityType]: {
    readonly type: T;
    readonly id: number;
    readonly before: Faces[T] | undefined;
    readonly after: Faces[T] | undefined;
  };
}[EntityType];

type Face = Faces[EntityType];

export class EntityStore {
  /** The last event number that this state holds; null before the first snapshot. */
  number: number | null = null;
  readonly entities: Entities;
  readonly #maps = Object.fromEntries(ENTITY_TYPES.map((type) => [type, new Map()])) as unknown as Record<
    EntityType,
    Map<number, Face>
  >;
  readonly #changed: (change: FaceChange) => void;

  constructor(changed: (change: FaceChange) => void = () => undefined) {
    this.#changed = changed;
    this.entities = this.#maps as unknown as Entities;
  }

  /** Becomes what the snapshot holds; a face that is as it was counts as unchanged. */
  applySnapshot(snapshot: Snapshot): void {
    this.number = snapshot.number;
    for (const type of ENTITY_TYPES) this.#replace(type, snapshot.state[type] ?? []);
  }

  /** An event that the state holds already, or of an entity that is unknown here, changes nothing but the number. */
  applyEvent(event: LiveEvent): void {
    if (this.number === null || event.number <= this.number) return;
    this.number = event.number;
    const [entity, verb] = event.type.split(".");
    if (!isEntity(entity)) return;
    if (verb === "removed") this.#remove(entity, event.data.id);
    else if (verb === "changed") this.#put(entity, event.data as unknown as Face);
  }

  /** The server has said that nothing up to `number` is missing. */
  reach(number: number): void {
    if (this.number !== null && number > this.number) this.number = number;
  }

  clear(): void {
    this.number = null;
    for (const type of ENTITY_TYPES) this.#replace(type, []);
  }

  #replace(type: EntityType, faces: readonly { id: number }[]): void {
    const present = new Set(faces.map(({ id }) => id));
    for (const id of [...this.#maps[type].keys()]) if (!present.has(id)) this.#remove(type, id);
    for (const face of faces as readonly Face[])
      if (!isSame(this.#maps[type].get(face.id), face)) this.#put(type, face);
  }

  #put(type: EntityType, face: Face): void {
    const map = this.#maps[type];
    const before = map.get(face.id);
    map.set(face.id, face);
    this.#changed({ type, id: face.id, before, after: face } as FaceChange);
  }

  #remove(type: EntityType, id: number): void {
    const map = this.#maps[type];
    const before = map.get(id);
    if (before === undefined) return;
    map.delete(id);
    this.#changed({ type, id, before, after: undefined } as FaceChange);
  }
}

function isEntity(name: string | undefined): name is EntityType {
  return (ENTITY_TYPES as readonly (string | undefined)[]).includes(name);
}

/** Whether two values of JSON are equal; the order of an object's fields does not count. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) =>
    isSame((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]),
  );
}
