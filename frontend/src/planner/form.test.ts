import { expect, it } from "vitest";
import { bodyOf, emptyForm, localInput } from "./form";

const geometry = { type: "MultiPolygon" as const, coordinates: [] };

it("shows times in the region's zone, whatever the browser's is", () => {
  expect(localInput("2026-01-20T00:00:00+00:00", "Asia/Jakarta")).toBe("2026-01-20T07:00");
  expect(localInput(null, "Asia/Jakarta")).toBe("");
});

it("sends no level for what is no hazard, and nothing for open ends", () => {
  const body = bodyOf({ ...emptyForm(), purpose: "tourism", kind: "site", level: 2 }, geometry);
  expect([body.level, body.valid_from, body.valid_to]).toEqual([null, null, null]);
});
