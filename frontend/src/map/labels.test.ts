import { expect, it } from "vitest";
import { LabelSpace } from "./labels";

it("refuses a place that touches a taken one", () => {
  const space = new LabelSpace();
  expect(space.take(60, 60, 100, 14)).toBe(true);
  expect(space.take(150, 70, 100, 14)).toBe(false);
});

it("takes places side by side", () => {
  const space = new LabelSpace();
  expect(space.take(0, 0, 100, 14)).toBe(true);
  expect(space.take(100, 0, 100, 14)).toBe(true);
  expect(space.take(0, 14, 100, 14)).toBe(true);
});

it("knows places outside the upper left corner", () => {
  const space = new LabelSpace();
  expect(space.take(-30, -5, 40, 14)).toBe(true);
  expect(space.take(-10, 0, 40, 14)).toBe(false);
});

it("keeps clear of what another canvas has drawn", () => {
  const below = new LabelSpace();
  below.take(100, 100, 50, 14);
  const above = new LabelSpace();
  below.blockIn(above, -20, 0);
  expect(above.take(90, 100, 10, 14)).toBe(false);
  expect(above.take(131, 100, 10, 14)).toBe(true);
});
