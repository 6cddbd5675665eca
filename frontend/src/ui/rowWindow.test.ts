import { expect, test } from "vitest";
import { partOf, ROWS_AROUND } from "./rowWindow";

test("a list that fits is made as a whole", () => {
  expect(partOf(0, 0, 10)).toEqual({ start: 0, end: 0 });
  expect(partOf(7, 0, 10)).toEqual({ start: 0, end: 7 });
});

test("of a long list the rows in sight exist, and some before and after them", () => {
  const { start, end } = partOf(1_000, 500, 12);
  expect(start).toBe(500 - ROWS_AROUND);
  // The first row follows the scrolling in steps of ROWS_AROUND.
  expect(end).toBe(500 + 12 + 2 * ROWS_AROUND);
});

test("at its end the last rows exist, and after rows have gone none is missing", () => {
  expect(partOf(1_000, 996, 12).end).toBe(1_000);
  expect(partOf(20, 996, 12)).toEqual({ start: 20 - 12 - ROWS_AROUND, end: 20 });
  expect(partOf(3, 996, 12)).toEqual({ start: 0, end: 3 });
});
