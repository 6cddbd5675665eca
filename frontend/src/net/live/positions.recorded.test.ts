/** Snapshot plus changes equal a fresh snapshot, on a stream that the hub itself has made (tests/live). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { cellOf, REGION_CELL } from "./cells";
import { decodeFrame } from "./frames";
import { PositionStore } from "./positions";

interface Step {
  frames: string[];
  shown: Record<string, [number, number]>;
}

const STEPS = JSON.parse(
  readFileSync(join(import.meta.dirname, "positions.recorded.json"), "utf8"),
) as Step[];

function bytes(hex: string): ArrayBuffer {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)).buffer;
}

function shown(store: PositionStore, cell: number): Record<string, [number, number]> {
  const found: Record<string, [number, number]> = {};
  for (let slot = 0; slot < store.size; slot++) {
    const here = cellOf(store.lonE7[slot]! / 1e7, store.latE7[slot]! / 1e7);
    if (cell === REGION_CELL || here === cell)
      found[store.id[slot]!] = [store.lonE7[slot]!, store.fixTime[slot]!];
  }
  return found;
}

it("shows after every frame what a fresh snapshot holds", () => {
  const store = new PositionStore();
  let cell = REGION_CELL;
  for (const [index, step] of STEPS.entries()) {
    for (const hex of step.frames) {
      const frame = decodeFrame(bytes(hex));
      cell = frame.cell;
      expect(store.apply(frame).resync).toBeNull();
    }
    expect([index, shown(store, cell)]).toEqual([index, step.shown]);
  }
  expect(STEPS.filter((step) => step.frames.length > 0).length).toBeGreaterThan(20);
});
