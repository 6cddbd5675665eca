import { expect, it } from "vitest";
import { STATE, UNKNOWN } from "../../../net/live/frames";
import { HEADINGS, headingDegrees, headingIndex, lookIndex, VEHICLE_LOOKS } from "./looks";

it.each([
  [STATE.moving, 10, "moving"],
  [0, 10, "still"],
  [STATE.moving, 301, "stale"],
  [STATE.moving, 1_801, "older"],
  [0, 90_000, "lost"],
  [STATE.sos | STATE.moving, 90_000, "sos"],
])("shows state %i of %i seconds ago as %s", (state, age, look) => {
  expect(VEHICLE_LOOKS[lookIndex(state, age)]).toBe(look);
});

it("points a moving vehicle where it goes", () => {
  expect(headingDegrees(headingIndex(9_000, 0))).toBe(90);
  expect(headingDegrees(headingIndex(35_999, 0))).toBe(0);
});

it("gives no direction to what stands still or does not know its course", () => {
  expect(headingIndex(9_000, 1)).toBe(HEADINGS);
  expect(headingDegrees(headingIndex(UNKNOWN, 0))).toBeNull();
});
