import { expect, it } from "vitest";
import { delayMs } from "./backoff";

it("waits half a second before the first try", () => {
  expect(delayMs(0, () => 0.99)).toBe(500);
});

it("never waits longer than fifteen seconds", () => {
  for (let attempt = 0; attempt < 1000; attempt++)
    expect(delayMs(attempt, () => 1)).toBeLessThanOrEqual(15_000);
});

it("spreads the walls that lost the same server", () => {
  expect(delayMs(6, () => 0.1)).not.toBe(delayMs(6, () => 0.9));
});
