import { describe, expect, it } from "vitest";
import type { PartKind } from "./replayData";
import { partsOf, stateAt } from "./replayState";
import { ReplayTrack } from "./replayTrack";
import type { Fix } from "./track";

const fix = (at: number, moving: 0 | 1): Fix => [at, 98.5, 3, 10, 90, moving];

function states(parts: [PartKind, number, number][], lines: Fix[][], moments: number[], until = 20_000) {
  const whole = partsOf({ parts }, new ReplayTrack(lines), until);
  return moments.map((moment) => {
    const { kind, since } = stateAt(whole, moment);
    return [kind, since];
  });
}

describe("what a vehicle did at a moment", () => {
  const lines = [
    [fix(1000, 1), fix(1060, 1), fix(1120, 0)],
    [fix(9000, 0), fix(9060, 1)],
  ];

  it("stands through a silence where the server says so", () => {
    expect(
      states(
        [
          ["drive", 1000, 1120],
          ["stop", 1120, 9000],
          ["drive", 9000, 9060],
        ],
        lines,
        [1050, 5000, 9030],
      ),
    ).toEqual([
      ["drive", 1000],
      ["stop", 1120],
      ["drive", 9000],
    ]);
  });

  it("is unknown through a silence where the server says so, and after its last fix", () => {
    expect(
      states(
        [
          ["drive", 1000, 1120],
          ["gap", 1120, 9000],
        ],
        lines,
        [5000, 9030, 12_000],
      ),
    ).toEqual([
      ["gap", 1120],
      ["stop", 9000],
      ["gap", 9060],
    ]);
  });

  it("is told by the fixes alone where the server has made no part yet", () => {
    expect(states([], lines, [1030, 1120, 1121, 5000, 9030])).toEqual([
      ["drive", 1000],
      ["gap", 1120],
      ["gap", 1120],
      ["gap", 1120],
      ["stop", 9000],
    ]);
  });

  it("is on a drive also while it waits at a light", () => {
    expect(states([["drive", 1000, 1200]], [[fix(1000, 1), fix(1100, 0), fix(1200, 1)]], [1150])).toEqual([
      ["drive", 1000],
    ]);
  });

  it("is not known before the first moment, and never without one", () => {
    expect(states([], lines, [500])).toEqual([["before", 500]]);
    expect(states([], [], [500])).toEqual([["never", 500]]);
  });

  it("ends with its last fix", () => {
    expect(states([["stop", 1000, 1120]], [[fix(1000, 0), fix(1120, 0)]], [1120], 1120)).toEqual([
      ["stop", 1000],
    ]);
  });

  it("has no hole between the first moment and the end", () => {
    const parts = partsOf({ parts: [["drive", 1000, 1060]] }, new ReplayTrack(lines), 20_000);
    for (const [index, part] of parts.slice(1).entries()) expect(part.from).toBe(parts[index]!.to);
    expect([parts[0]!.from, parts.at(-1)!.to]).toEqual([1000, 20_000]);
  });
});
