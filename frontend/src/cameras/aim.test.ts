import { expect, it } from "vitest";
import { aimedAt, tipOf } from "./aim";

const camera = { lon: 98.49, lat: 3.1, bearing: 230, fov: 60, range_m: 150 };

it("finds the aim again from its own tip", () => {
  const [lon, lat] = tipOf(camera);
  const aim = aimedAt(camera, lon, lat);
  expect(aim.bearing).toBeCloseTo(230, 1);
  expect(aim.rangeM).toBeCloseTo(150, 0);
});

it("counts bearings clockwise from north", () => {
  expect(aimedAt(camera, 98.5, 3.1).bearing).toBeCloseTo(90, 3);
  expect(aimedAt(camera, 98.48, 3.1).bearing).toBeCloseTo(270, 3);
});
