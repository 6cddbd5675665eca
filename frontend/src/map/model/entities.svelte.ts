/**
 * The entities as Svelte state. Messages change a plain store at once; what is shown follows once a frame, and only what
 * a change concerns: a face by its id, and the lists and numbers of its kind.
 */
import { createSubscriber } from "svelte/reactivity";
import type { LiveEvent, Snapshot } from "../../net/live/messages";
import type { Complaint, EntityType, Faces, VehicleEvent, VehicleKind } from "../../net/live/types";
import { ENTITY_TYPES, VEHICLE_KINDS } from "../../net/live/types";
import type { Rows } from "../../ui/rowWindow";
import { cancelFrame, nextFrame } from "../core/frame";
import { type Entities, EntityStore, type FaceChange } from "./entityStore";
import { Overview } from "./overview";

/** The ids of the faces that changed since the last frame. */
export type ChangedIds = Readonly<Record<EntityType, ReadonlySet<number>>>;

/** Frames stand still in a tab that nobody sees; what is shown there follows a little later. */
const LATEST_MS = 500;

/** Who looks at one face. */
interface Watch {
  /** Makes the effect that calls it run again at each update. */
  follow(): void;
  update(): void;
}

export class LiveEntities {
  /** Whether a snapshot has come. */
  known = $state(false);
  complaints = $state.raw(complaintsOf(new Overview()));
  cameras = $state.raw(camerasOf(new Overview(), 0));
  zones = $state.raw(zonesOf(new Overview(), 0));
  vehicles = $state.raw({ count: 0, kinds: [] as readonly VehicleKind[] });
  /** What nobody has taken, calls for help first. */
  alarms = $state.raw<readonly VehicleEvent[]>([]);

  readonly #store: EntityStore;
  readonly #overview = new Overview();
  /** The faces that something on the page looks at, and no others: a wall runs for months. */
  readonly #watched: Record<EntityType, Map<number, Watch>> = byType(() => new Map());
  readonly #followers = new Set<(changed: ChangedIds) => void>();
  #changed = byType(() => new Set<number>());
  #timer = 0;

  /** `changed` is called for each change at once, before anything shows it. */
  constructor(changed: (change: FaceChange) => void) {
    this.#store = new EntityStore((change) => {
      this.#overview.apply(change);
      this.#changed[change.type].add(change.id);
      changed(change);
      this.#schedule();
    });
  }

  get number(): number | null {
    return this.#store.number;
  }

  /** All faces as they are now; reading them follows no change. */
  get now(): Entities {
    return this.#store.entities;
  }

  /** The face of this id; an effect that asks runs again when this face changes, and for no other. */
  get<T extends EntityType>(type: T, id: number): Faces[T] | undefined {
    if ($effect.tracking()) this.#watch(type, id).follow();
    return this.#store.entities[type].get(id);
  }

  /** Calls `follower` once a frame with what has changed; returns what ends that. */
  follow(follower: (changed: ChangedIds) => void): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  /** The ids of all faces. */
  everything(): ChangedIds {
    return byType((type) => new Set(this.#store.entities[type].keys()));
  }

  applySnapshot(snapshot: Snapshot): void {
    this.#store.applySnapshot(snapshot);
    this.#schedule();
  }

  applyEvent(event: LiveEvent): void {
    this.#store.applyEvent(event);
  }

  reach(number: number): void {
    this.#store.reach(number);
  }

  clear(): void {
    this.#store.clear();
    this.#schedule();
  }

  stop(): void {
    cancelFrame(this.#publish);
    window.clearTimeout(this.#timer);
    this.#timer = 0;
  }

  #watch(type: EntityType, id: number): Watch {
    const known = this.#watched[type].get(id);
    if (known !== undefined) return known;
    const watch: Watch = {
      update: () => undefined,
      follow: createSubscriber((update) => {
        watch.update = update;
        this.#watched[type].set(id, watch);
        return () => this.#watched[type].delete(id);
      }),
    };
    this.#watched[type].set(id, watch);
    return watch;
  }

  #schedule(): void {
    if (this.#timer !== 0) return;
    nextFrame(this.#publish);
    this.#timer = window.setTimeout(this.#publish, LATEST_MS);
  }

  readonly #publish = (): void => {
    this.stop();
    const changed = this.#changed;
    this.#changed = byType(() => new Set<number>());
    const { entities } = this.#store;
    this.known = this.#store.number !== null;
    if (changed.complaint.size > 0) this.complaints = complaintsOf(this.#overview);
    if (changed.camera.size > 0) this.cameras = camerasOf(this.#overview, entities.camera.size);
    if (changed.zone.size > 0) this.zones = zonesOf(this.#overview, entities.zone.size);
    if (changed.vehicle.size > 0) this.#publishVehicles();
    if (changed.vehicle_event.size > 0) this.alarms = this.#overview.alarms.all();
    for (const type of ENTITY_TYPES) for (const id of changed[type]) this.#watched[type].get(id)?.update();
    for (const follower of this.#followers) follower(changed);
  };

  #publishVehicles(): void {
    const present = this.#overview.vehicleKinds.snapshot();
    const kinds = VEHICLE_KINDS.filter((kind) => present.has(kind));
    const count = this.#store.entities.vehicle.size;
    if (count !== this.vehicles.count || kinds.join() !== this.vehicles.kinds.join())
      this.vehicles = { count, kinds };
  }
}

function byType<V>(make: (type: EntityType) => V): Record<EntityType, V> {
  return Object.fromEntries(ENTITY_TYPES.map((type) => [type, make(type)])) as Record<EntityType, V>;
}

function complaintsOf(overview: Overview) {
  const open: Rows<Complaint> = overview.openComplaints.rows();
  return { open, looks: overview.complaintLooks.snapshot() };
}

function camerasOf(overview: Overview, count: number) {
  const faulty = overview.faultyCameras.all();
  return { faulty, count, stages: overview.cameraStages.snapshot() };
}

function zonesOf(overview: Overview, count: number) {
  return { looks: overview.zoneLooks(), count };
}
