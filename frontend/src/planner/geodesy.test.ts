import type { MultiPolygon } from "geojson";
import { expect, it } from "vitest";
import { areaM2, circleRing, distanceM, perimeterM, vertexCount } from "./geodesy";

const sinabung = (radius: number): MultiPolygon => ({
  type: "MultiPolygon",
  coordinates: [[circleRing(98.392, 3.17, radius, 128)]],
});

it("measures a kilometre of meridian and of parallel as the ellipsoid has them", () => {
  expect(distanceM([98.4, 3], [98.4, 3.01])).toBeCloseTo(1105.75, 0);
  expect(distanceM([98.4, 3], [98.41, 3])).toBeCloseTo(1111.67, 0);
});

it("draws a circle of seven kilometres to a metre", () => {
  const off = circleRing(98.392, 3.17, 7000).map((point) =>
    Math.abs(distanceM([98.392, 3.17], point) - 7000),
  );
  expect(Math.max(...off)).toBeLessThan(1);
});

it("gives a circle its area and length within 0.1 percent of a polygon of as many corners", () => {
  const radius = 5000;
  const corners = 128;
  const area = 0.5 * corners * radius ** 2 * Math.sin((2 * Math.PI) / corners);
  const length = 2 * corners * radius * Math.sin(Math.PI / corners);
  expect(areaM2(sinabung(radius)) / area).toBeCloseTo(1, 3);
  expect(perimeterM(sinabung(radius)) / length).toBeCloseTo(1, 3);
});

it("takes holes out of the area and counts their corners", () => {
  const [shell] = sinabung(5000).coordinates[0]!;
  const [hole] = sinabung(3000).coordinates[0]!;
  const ring: MultiPolygon = { type: "MultiPolygon", coordinates: [[shell!, hole!]] };
  expect(areaM2(ring)).toBeCloseTo(areaM2(sinabung(5000)) - areaM2(sinabung(3000)), -1);
  expect(vertexCount(ring)).toBe(256);
});
