import { expect, test } from "vitest";
import { lookIndex, VEHICLE_LOOKS } from "../map/entities/vehicle/looks";
import { fixOf } from "./latest";

const answer = {
  fix_time: "2026-03-01T12:00:00.250000Z",
  lon: 98.5,
  lat: 3.1,
  speed_mps: 10,
  course_deg: null,
  moving: true,
  sos: false,
};

test("a position of the API becomes a fix of the track", () => {
  expect(fixOf(answer).slice(0, 5)).toEqual([1_772_366_400.25, 98.5, 3.1, 10, null]);
});

test.each([
  [true, false, "moving"],
  [false, false, "still"],
  [false, true, "sos"],
])("it looks as its state says: moving %s, sos %s", (moving, sos, look) => {
  expect(VEHICLE_LOOKS[lookIndex(fixOf({ ...answer, moving, sos })[5], 0)]).toBe(look);
});
