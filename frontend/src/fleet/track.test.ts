import { describe, expect, it } from "vitest";
import { append, type Fix, inOrder, nearestInTime, stops } from "./track";

const fix = (at: number, moving = 1, lon = 98.5): Fix => [at, lon, 3.1, 10, 90, moving];

describe("the track", () => {
  it("puts the fixes of several devices in one order", () => {
    expect(inOrder([[fix(10), fix(30)], [fix(20)]]).map(([at]) => at)).toEqual([10, 20, 30]);
  });

  it("finds a stop of five minutes and no shorter one", () => {
    const line = [fix(0), fix(10, 0), fix(100, 0), fix(120), fix(200, 0), fix(500, 0), fix(510)];
    expect(stops(line)).toEqual([{ from: 200, to: 510, lon: 98.5, lat: 3.1 }]);
  });

  it("counts a stop that still lasts", () => {
    expect(stops([fix(0), fix(10, 0), fix(400, 0)])).toHaveLength(1);
  });

  it("continues the line with a newer fix and refuses an older one", () => {
    const lines = [[fix(0), fix(10)]];
    expect(append(lines, fix(20), 600)).toBe(true);
    expect(append(lines, fix(15), 600)).toBe(false);
    expect(lines).toEqual([[fix(0), fix(10), fix(20)]]);
  });

  it("begins a new line after a silence", () => {
    const lines = [[fix(0)]];
    append(lines, fix(601), 600);
    expect(lines).toHaveLength(2);
  });

  it("begins the first line of an empty track", () => {
    const lines: Fix[][] = [];
    expect(append(lines, fix(5), 600)).toBe(true);
    expect(lines).toEqual([[fix(5)]]);
  });

  it("finds the fix nearest in time", () => {
    const fixes = [fix(0), fix(10), fix(100)];
    expect([-5, 4, 6, 54, 56, 500].map((at) => nearestInTime(fixes, at))).toEqual([0, 0, 1, 1, 2, 2]);
  });
});
