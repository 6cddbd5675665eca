import { expect, it } from "vitest";
import type { LiveEvent, Snapshot } from "../../net/live/messages";
import type { EntityType } from "../../net/live/types";
import { EntityStore } from "./entityStore";
import { Overview } from "./overview";

const DAY = Date.parse("2026-03-01T00:00:00Z");
const STATUSES = ["received", "verified", "forwarded", "in_progress"];

/** Faces as far as the store and the overview read them. */
const FACES: Partial<Record<EntityType, (id: number, seed: number) => object>> = {
  complaint: (id, seed) => ({
    id,
    status: STATUSES[seed % 4],
    priority: ["normal", "high", "emergency"][seed % 3],
    created_at: new Date(DAY + id * 1000).toISOString(),
  }),
  zone: (id, seed) => ({ id, purpose: "hazard", kind: "flood", level: (seed % 3) + 1, color: "#c00" }),
  vehicle: (id, seed) => ({ id, kind: ["car", "truck"][seed % 2], name: `Unit ${id}` }),
};
const TYPES = Object.keys(FACES) as EntityType[];

function madeOf(amount: number): { store: EntityStore; overview: Overview } {
  const overview = new Overview();
  const store = new EntityStore((change) => overview.apply(change));
  const state = Object.fromEntries(
    TYPES.map((type) => [type, Array.from({ length: amount }, (_, id) => FACES[type]!(id, id * 7))]),
  );
  store.applySnapshot({ op: "snapshot", number: 0, state } as unknown as Snapshot);
  return { store, overview };
}

/** Milliseconds of 600 events of all kinds beside so many complaints, zones and vehicles each. */
function costOf(amount: number): number {
  const { store, overview } = madeOf(amount);
  const started = performance.now();
  for (let number = 1; number <= 600; number++) {
    const type = TYPES[number % TYPES.length]!;
    const data = FACES[type]!((number * 613) % amount, number * 5);
    store.applyEvent({ op: "event", number, at: "", type: `${type}.changed`, data } as unknown as LiveEvent);
    overview.openComplaints.rows().slice(0, 25);
    overview.zoneLooks();
  }
  return performance.now() - started;
}

it("takes for an event nowhere near twenty times as long beside twenty times as much", {
  timeout: 60_000,
}, () => {
  costOf(1_000);
  const many: number[] = [];
  const few: number[] = [];
  // Other programs only ever add time: the least of several turns is what the work itself takes.
  // What no longer fits into the processor's caches takes some three times as long, without any more work.
  for (let turn = 0; turn < 7; turn++) {
    many.push(costOf(20_000));
    few.push(costOf(1_000));
  }
  expect(Math.min(...many) / Math.min(...few)).toBeLessThan(7);
});
