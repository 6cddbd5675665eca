import { expect, it } from "vitest";
import { coneOutline } from "./cone";

const CAMERA = { lon: 98.5, lat: 3.1, bearing: 90, fov: 60, range_m: 1_000 };

it("starts at the camera and looks where it points", () => {
  const outline = coneOutline(CAMERA);
  expect(outline[0]).toEqual([98.5, 3.1]);
  const middle = outline[Math.ceil(outline.length / 2)]!;
  expect(middle[0]).toBeGreaterThan(98.508);
  expect(middle[1]).toBeCloseTo(3.1, 3);
});

it("reaches as far as the camera sees", () => {
  const north = coneOutline({ ...CAMERA, bearing: 0, fov: 2 })[2]!;
  expect((north[1] - 3.1) * 111_195).toBeCloseTo(1_000, -1);
});

it("is a circle for a camera that turns", () => {
  const outline = coneOutline({ ...CAMERA, bearing: null });
  expect(outline).not.toContainEqual([98.5, 3.1]);
  expect(outline[0]![0]).toBeCloseTo(outline.at(-1)![0], 9);
  expect(outline[0]![1]).toBeCloseTo(outline.at(-1)![1], 9);
});
