import { describe, expect, it } from "vitest";
import { fits, isOver } from "./reports";

describe("reports", () => {
  it("finds a vehicle by parts of its name in any order", () => {
    expect(fits("Truk Sampah 2 (BK 9001 S)", "9001 truk")).toBe(true);
    expect(fits("Truk Sampah 2 (BK 9001 S)", "bus")).toBe(false);
    expect(fits("Truk", "  ")).toBe(true);
  });

  it("follows a run until it is over, however it ends", () => {
    expect(["queued", "running", "done", "failed", "cancelled"].map(isOver)).toEqual([
      false,
      false,
      true,
      true,
      true,
    ]);
  });
});
