import { expect, it } from "vitest";
import { rootSizePx } from "./display";

it("leaves a desk screen at the ordinary size", () => {
  expect(rootSizePx({ distanceM: 0.6, diagonalInch: 24 }, 1920, 1080)).toBeLessThan(18);
});

it("gives the smallest text 16 minutes of arc on a wall", () => {
  const root = rootSizePx({ distanceM: 3, diagonalInch: 55 }, 1920, 1080);
  const pitchMm = (55 * 25.4) / Math.hypot(1920, 1080);
  const arcMinutes = Math.atan((root * 0.8125 * 0.727 * pitchMm) / 3000) * (180 / Math.PI) * 60;
  expect(arcMinutes).toBeGreaterThanOrEqual(15.99);
});
