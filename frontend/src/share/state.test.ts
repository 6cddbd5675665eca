import { describe, expect, it } from "vitest";
import { STATE } from "../net/live/frames";
import { lookOf, type Place } from "./state";

const at = (state: number): Place => [1000, 98.5, 3.1, 10, 90, state];

describe("what a shared vehicle's page says", () => {
  it("says that nothing is known before the first position", () => {
    expect(lookOf(null, 1000).word).toBe("never");
  });

  it("says that it moves, with its speed, while the position is fresh", () => {
    expect(lookOf(at(STATE.moving), 1060)).toMatchObject({ word: "moving", speed: 10 });
  });

  it("calls a position silent after five minutes, whatever it said, and shows no speed", () => {
    expect(lookOf(at(STATE.moving), 1301)).toMatchObject({ word: "silent", speed: null });
  });

  it("calls an SOS one however old it is", () => {
    expect(lookOf(at(STATE.sos), 99_999).word).toBe("sos");
  });
});
