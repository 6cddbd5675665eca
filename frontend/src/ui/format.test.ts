import { expect, it } from "vitest";
import { age, ago, clock, course, distance } from "./format";
import { translator } from "./i18n";

const t = translator("en");

it.each([
  [-3, "0 s"],
  [59.9, "59 s"],
  [60, "1 min"],
  [3_599, "59 min"],
  [7_199, "1 h"],
  [86_400 * 2, "2 d"],
])("calls %f seconds %s", (seconds, text) => {
  expect(age(seconds, t)).toBe(text);
});

it("calls what has just happened just that", () => {
  expect(ago(1, t)).toBe("now");
});

it("shows the region's time, whatever the browser's zone is", () => {
  expect(clock("en", "Asia/Jakarta", "WIB").time(Date.UTC(2026, 0, 1, 20, 5, 9) / 1000)).toBe("03:05:09");
  expect(clock("id", "Asia/Makassar", "WITA").dateTime(Date.UTC(2026, 0, 1, 20, 5, 9) / 1000)).toContain(
    "WITA",
  );
});

it("names directions in the language", () => {
  expect(course(44.6, "en")).toBe("045° NE");
  expect(course(359.9, "id")).toBe("000° U");
});

it.each([
  [12, "10 m"],
  [998, "1.0 km"],
  [12_345, "12 km"],
])("rounds %i metres to what can be meant", (metres, text) => {
  expect(distance(metres, "en", t)).toBe(text);
});
