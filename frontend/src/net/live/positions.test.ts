import { beforeEach, describe, expect, it } from "vitest";
import { cellOf } from "./cells";
import {
  decodeFrame,
  emptyRecord,
  encodeFrame,
  type Frame,
  type FrameKind,
  type PositionRecord,
  STATE,
} from "./frames";
import { PositionStore } from "./positions";

const HERE = cellOf(98.4, 3.1);

function position(vehicle: number, fixTime: number, more: Partial<PositionRecord> = {}): PositionRecord {
  return {
    ...emptyRecord(),
    vehicle,
    lonE7: 984_000_000,
    latE7: 31_000_000,
    fixTime,
    arrival: fixTime + 1,
    ...more,
  };
}

function frame(kind: FrameKind, sequence: number, records: PositionRecord[], cell = HERE, epoch = 1): Frame {
  return decodeFrame(encodeFrame({ kind, epoch, sequence, cell, serverTime: 0 }, records));
}

let store: PositionStore;

beforeEach(() => {
  store = new PositionStore();
  store.apply(frame("snapshot", 10, [position(1, 100), position(2, 100)]));
});

describe("the position store", () => {
  it("takes a change that follows its predecessor", () => {
    expect(store.apply(frame("changes", 11, [position(1, 105)]))).toEqual({
      changed: 1,
      resync: null,
    });
    expect(store.fixTime[store.slotOf(1)!]).toBe(105);
  });

  it("takes a correction by an earlier fix", () => {
    store.apply(frame("changes", 11, [position(1, 90, { lonE7: 983_000_000 })]));
    expect(store.fixTime[store.slotOf(1)!]).toBe(90);
    expect(store.lonE7[store.slotOf(1)!]).toBe(983_000_000);
  });

  it("takes a snapshot with an earlier fix", () => {
    store.apply(frame("snapshot", 20, [position(1, 90), position(2, 100)]));
    expect(store.fixTime[store.slotOf(1)!]).toBe(90);
  });

  it("shows nothing of a vehicle whose position was withdrawn", () => {
    const gone = position(1, 0, { state: STATE.withdrawn });
    expect(store.apply(frame("changes", 11, [gone, position(7, 0, { state: STATE.withdrawn })]))).toEqual({
      changed: 1,
      resync: null,
    });
    expect([...store.id.subarray(0, store.size)]).toEqual([2]);
  });

  it("asks once for the cell in which a frame is missing", () => {
    expect(store.apply(frame("changes", 13, [position(1, 105)])).resync).toBe(HERE);
    expect(store.apply(frame("changes", 14, [position(1, 106)])).resync).toBeNull();
  });

  it("shows what a frame after a gap says, without waiting", () => {
    store.apply(frame("changes", 13, [position(1, 105)]));
    expect(store.fixTime[store.slotOf(1)!]).toBe(105);
  });

  it("goes on after the snapshot that was asked for", () => {
    store.apply(frame("changes", 13, [position(1, 105)]));
    store.apply(frame("snapshot", 14, [position(1, 106), position(2, 100)]));
    expect(store.apply(frame("changes", 15, [position(1, 107)])).resync).toBeNull();
    expect(store.apply(frame("changes", 17, [])).resync).toBe(HERE);
  });

  it("ignores a frame that it has had", () => {
    expect(store.apply(frame("changes", 10, [position(1, 999)])).changed).toBe(0);
  });

  it("forgets vehicles that a cell's snapshot does not hold", () => {
    store.apply(frame("snapshot", 20, [position(2, 100)]));
    expect(store.has(1)).toBe(false);
    expect(store.has(2)).toBe(true);
  });

  it("keeps vehicles of other cells when a cell's snapshot comes", () => {
    store.apply(frame("snapshot", 1, [position(3, 100, { lonE7: 990_000_000 })], cellOf(99, 3.1)));
    store.apply(frame("snapshot", 20, [position(2, 100)]));
    expect(store.has(3)).toBe(true);
  });

  it("forgets all but the snapshot of the whole region", () => {
    store.apply(frame("snapshot", 1, [position(9, 100)], 0));
    expect([...store.id.subarray(0, store.size)]).toEqual([9]);
  });

  it("starts its sequences anew when the hub has restarted", () => {
    expect(store.apply(frame("changes", 11, [position(1, 105)], HERE, 2)).resync).toBe(HERE);
  });

  it("keeps other vehicles in place when one is removed", () => {
    store.apply(frame("changes", 11, [position(3, 103, { state: 8 })]));
    store.remove(1);
    expect(store.size).toBe(2);
    expect(store.state[store.slotOf(3)!]).toBe(8);
    expect(store.id[store.slotOf(2)!]).toBe(2);
  });

  it("grows to ten thousand vehicles and keeps each one's fix", () => {
    const many = Array.from({ length: 10_000 }, (_, index) => position(index + 1, 200 + index));
    store.apply(frame("snapshot", 30, many));
    expect(store.size).toBe(10_000);
    expect(store.fixTime[store.slotOf(9_999)!]).toBe(200 + 9_998);
  });
});
