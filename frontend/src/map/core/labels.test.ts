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

it("keeps clear of what is drawn already, though it lies on something", () => {
  const space = new LabelSpace();
  space.take(100, 100, 50, 14);
  space.block(140, 100, 50, 14);
  expect(space.take(170, 100, 10, 14)).toBe(false);
  expect(space.take(191, 100, 10, 14)).toBe(true);
});
