import { expect, it } from "vitest";
import type { Zone } from "../live/entities";
import { edgePlaces } from "./edgePlaces";

function square(lon: number, lat: number, half: number): Pick<Zone, "geometry"> {
  const ring = [
    [lon - half, lat],
    [lon, lat + half],
    [lon + half, lat],
    [lon, lat - half],
    [lon - half, lat],
  ];
  return { geometry: { type: "Polygon", coordinates: [ring] } };
}

it("names a zone above its northern end", () => {
  expect(edgePlaces(square(98, 3, 1), [])[0]).toEqual({ lon: 98, lat: 4, lines: -1 });
});

it("offers all four ends, for when one is taken", () => {
  const places = edgePlaces(square(98, 3, 1), []);
  expect(places.slice(0, 4).map(({ lon, lat }) => [lon, lat])).toEqual([
    [98, 4],
    [98, 2],
    [99, 3],
    [97, 3],
  ]);
});

it("keeps a name away from the middle of another zone", () => {
  const river = square(98, 3, 1);
  const volcano = square(98, 4.1, 1);
  const places = edgePlaces(river, [river, volcano]);
  expect(places[0]).toEqual({ lon: 98, lat: 2, lines: 1 });
  expect(places.some(({ lat }) => lat === 4)).toBe(false);
});
