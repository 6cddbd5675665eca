import { describe, expect, it } from "vitest";
import type { LiveEvent } from "../../net/live/messages";
import { ENTITY_TYPES, type EntityType, type EventType } from "../../net/live/types";
import { EntityStore, type FaceChange } from "./entityStore";
import { Overview } from "./overview";

function started(changed?: (change: FaceChange) => void): EntityStore {
  const store = new EntityStore(changed);
  store.applySnapshot({
    op: "snapshot",
    number: 5,
    state: { complaint: [{ id: 1 }], camera: [{ id: 7 }] },
  });
  return store;
}

function event(number: number, type: string, data: LiveEvent["data"]): LiveEvent {
  return { op: "event", number, type: type as EventType, at: "2026-01-01T00:00:00Z", data };
}

describe("the live state", () => {
  it("is what the snapshot says", () => {
    const { number, entities } = started();
    expect(number).toBe(5);
    expect([...entities.complaint.keys()]).toEqual([1]);
    expect(entities.zone.size).toBe(0);
  });

  it("takes a changed entity whole", () => {
    const store = started();
    store.applyEvent(event(6, "complaint.changed", { id: 1, title: "Longsor" }));
    expect(store.entities.complaint.get(1)).toEqual({ id: 1, title: "Longsor" });
    expect(store.number).toBe(6);
  });

  it("loses a removed entity", () => {
    const store = started();
    store.applyEvent(event(6, "complaint.removed", { id: 1 }));
    expect(store.entities.complaint.size).toBe(0);
  });

  it("accepts holes in the numbers", () => {
    const store = started();
    store.applyEvent(event(90, "camera.changed", { id: 8 }));
    expect(store.number).toBe(90);
  });

  it("is not changed by an event that it holds already", () => {
    const store = started();
    store.applyEvent(event(6, "complaint.removed", { id: 1 }));
    store.applyEvent(event(6, "complaint.changed", { id: 1 }));
    expect(store.entities.complaint.size).toBe(0);
  });

  it("goes past events that it does not know", () => {
    const changes: FaceChange[] = [];
    const store = started((change) => changes.push(change));
    changes.length = 0;
    store.applyEvent(event(6, "weather.changed", { id: 1 }));
    store.applyEvent(event(7, "complaint.painted", { id: 1 }));
    expect(store.number).toBe(7);
    expect(changes).toEqual([]);
  });

  it("takes no event before the snapshot", () => {
    const store = new EntityStore();
    store.applyEvent(event(6, "complaint.changed", { id: 1 }));
    expect(store.number).toBeNull();
    expect(store.entities.complaint.size).toBe(0);
  });

  it("moves its number forward only", () => {
    const store = started();
    store.reach(3);
    expect(store.number).toBe(5);
    store.reach(12);
    expect(store.number).toBe(12);
  });

  it("tells of the face that changed and of no other", () => {
    const changes: FaceChange[] = [];
    const store = started((change) => changes.push(change));
    changes.length = 0;
    store.applyEvent(event(6, "complaint.changed", { id: 2 }));
    expect(changes).toEqual([{ type: "complaint", id: 2, before: undefined, after: { id: 2 } }]);
  });

  it("tells of nothing when a snapshot holds what is known, and of what is gone otherwise", () => {
    const changes: FaceChange[] = [];
    const store = started((change) => changes.push(change));
    changes.length = 0;
    store.applySnapshot({ op: "snapshot", number: 9, state: { complaint: [{ id: 1 }] } });
    expect(changes.map(({ type, id, after }) => [type, id, after])).toEqual([["camera", 7, undefined]]);
    expect(store.number).toBe(9);
  });
});

/** Repeats itself for the same seed. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const pick = <T>(random: (below: number) => number, list: readonly T[]): T => list[random(list.length)]!;

/** A face of each type with what its lists and numbers depend on. */
function face(type: EntityType, id: number, random: (below: number) => number): { id: number } {
  const at = new Date(1_700_000_000_000 + random(40) * 60_000).toISOString();
  const faces: Record<EntityType, { id: number; [field: string]: unknown }> = {
    complaint: {
      id,
      title: `complaint ${random(9)}`,
      status: pick(random, ["received", "verified", "followed_up", "closed", "merged"]),
      priority: pick(random, ["normal", "high", "emergency"]),
      created_at: at,
    },
    camera: { id, name: `camera ${id}`, stage: pick(random, ["active", "faulty", "planned"]) },
    zone: {
      id,
      purpose: pick(random, ["hazard", "tourism"]),
      kind: "flood",
      level: pick(random, [null, 1, 2]),
      color: pick(random, ["#f00", "#0f0"]),
    },
    incident: { id, title: `incident ${id}`, state: pick(random, ["open", "contained"]) },
    vehicle: { id, kind: pick(random, ["car", "truck", "boat"]), unit_status: "free" },
    vehicle_event: { id, kind: pick(random, ["sos", "overspeed"]), severity: 1, vehicle: 1, time: at },
  };
  return faces[type];
}

function shown(overview: Overview): unknown {
  const sorted = (entries: Iterable<readonly [unknown, number]>) =>
    [...entries].map((entry) => JSON.stringify(entry)).sort();
  return {
    open: overview.openComplaints.all(),
    faulty: overview.faultyCameras.all(),
    alarms: overview.alarms.all(),
    looks: sorted(overview.complaintLooks.snapshot()),
    stages: sorted(overview.cameraStages.snapshot()),
    kinds: sorted(overview.vehicleKinds.snapshot()),
    zones: overview
      .zoneLooks()
      .map((look) => JSON.stringify(look))
      .sort(),
  };
}

describe("snapshot and events", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "make the same state, lists and numbers as a fresh snapshot (%i)",
    (seed) => {
      const random = randomOf(seed);
      const server = new Map(ENTITY_TYPES.map((type) => [type, new Map<number, { id: number }>()]));
      for (const [type, faces] of server)
        for (let id = 1; id <= 20; id++) if (random(2)) faces.set(id, face(type, id, random));
      const snapshot = () =>
        structuredClone(Object.fromEntries([...server].map(([type, faces]) => [type, [...faces.values()]])));

      const followed = new Overview();
      const store = new EntityStore((change) => followed.apply(change));
      store.applySnapshot({ op: "snapshot", number: 1, state: snapshot() });
      for (let number = 2; number < 400; number++) {
        const type = pick(random, ENTITY_TYPES);
        const id = 1 + random(25);
        const removed = random(4) === 0;
        const data = removed ? { id } : face(type, id, random);
        if (removed) server.get(type)!.delete(id);
        else server.get(type)!.set(id, data);
        store.applyEvent(event(number, `${type}.${removed ? "removed" : "changed"}`, structuredClone(data)));
        if (number === 200) store.applySnapshot({ op: "snapshot", number, state: snapshot() });
      }

      const fresh = new Overview();
      const other = new EntityStore((change) => fresh.apply(change));
      other.applySnapshot({ op: "snapshot", number: 400, state: snapshot() });
      expect(store.entities).toEqual(other.entities);
      expect(shown(followed)).toEqual(shown(fresh));
    },
  );
});
