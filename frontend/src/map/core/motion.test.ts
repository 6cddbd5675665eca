import { beforeEach, expect, it } from "vitest";
import { decodeFrame, emptyRecord, encodeFrame } from "../../net/live/frames";
import { PositionStore } from "../../net/live/positions";
import { Motion } from "./motion";

const WORLD_PX = 256 * 2 ** 14;
let store: PositionStore;
let motion: Motion;
let sequence: number;

function see(vehicle: number, lon: number, fixTime: number): void {
  const record = {
    ...emptyRecord(),
    vehicle,
    lonE7: Math.round(lon * 1e7),
    latE7: 31_000_000,
    fixTime,
  };
  const header = {
    kind: "snapshot",
    epoch: 1,
    sequence: sequence++,
    cell: 0,
    serverTime: 0,
  } as const;
  store.apply(decodeFrame(encodeFrame(header, [record])));
}

beforeEach(() => {
  store = new PositionStore();
  motion = new Motion();
  sequence = 1;
  see(1, 98.4, 100);
  motion.advance(store, 0, WORLD_PX, true);
});

it("draws a new vehicle where it is", () => {
  expect(motion.x[0]).toBe(store.x[0]);
});

it("glides to a new position and settles there", () => {
  const from = motion.x[0]!;
  see(1, 98.401, 105);
  expect(motion.advance(store, 50, WORLD_PX, true)).toBe(true);
  expect(motion.x[0]).toBeGreaterThan(from);
  expect(motion.x[0]).toBeLessThan(store.x[0]!);
  let now = 50;
  while (motion.advance(store, now, WORLD_PX, true)) {
    now += 16;
    expect(now).toBeLessThan(3_000);
  }
  expect(motion.x[0]).toBe(store.x[0]);
});

it("jumps when movement is to be reduced", () => {
  see(1, 98.401, 105);
  expect(motion.advance(store, 16, WORLD_PX, false)).toBe(false);
  expect(motion.x[0]).toBe(store.x[0]);
});

it("does not sweep across the region after a long silence", () => {
  see(1, 98.9, 105);
  motion.advance(store, 16, WORLD_PX, true);
  expect(motion.x[0]).toBe(store.x[0]);
});

it("does not glide from one vehicle's place to that of another in the same slot", () => {
  see(2, 98.401, 105);
  motion.advance(store, 16, WORLD_PX, true);
  expect(motion.x[0]).toBe(store.x[0]);
});
