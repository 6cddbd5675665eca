import { expect, it } from "vitest";
import type { Zone } from "../../../net/live/types";
import { EdgePlaces, extentOf } from "./edgePlaces";

type Shape = Pick<Zone, "geometry">;

function edgePlaces(zone: Shape, others: readonly Shape[]) {
  return new EdgePlaces(others).of(zone);
}

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

/** The definition, word for word: every zone compared with every other. */
function byDefinition(zone: Shape, others: readonly Shape[]): number[][] {
  const ring = (shape: Shape) => (shape.geometry.coordinates as number[][][])[0]!;
  const range = (shape: Shape, axis: 0 | 1) => {
    const values = ring(shape).map((point) => point[axis]!);
    return [Math.min(...values), Math.max(...values)] as const;
  };
  const crowded = ([lon, lat]: readonly number[]) =>
    others.some((other) => {
      if (other === zone) return false;
      const [[west, east], [south, north]] = [range(other, 0), range(other, 1)];
      const away = Math.hypot(lon! - (west + east) / 2, lat! - (south + north) / 2);
      return away < 0.2 * Math.max(east - west, north - south);
    });
  const points = ring(zone).slice(0, 4);
  const [west, north, east, south] = points as [number[], number[], number[], number[]];
  const ends = [north, south, east, west];
  const clear = ends.filter((end) => !crowded(end));
  return clear.length > 0 ? clear : ends;
}

it("finds what comparing each zone with every other would find", () => {
  let seed = 7;
  const random = () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return seed / 0x7fffffff;
  };
  const zones = Array.from({ length: 300 }, () =>
    square(97 + random() * 2, -1 + random() * 2, 0.001 + random() ** 4),
  );
  const places = new EdgePlaces(zones);
  for (const zone of zones) {
    const expected = byDefinition(zone, zones);
    expect(
      places
        .of(zone)
        .slice(0, expected.length)
        .map(({ lon, lat }) => [lon, lat]),
    ).toEqual(expected);
  }
});

it("takes a world-wide zone, and one of a single point", () => {
  const world = square(0, 0, 85);
  const point = square(98, 3, 0);
  expect(edgePlaces(point, [world, point])).toHaveLength(8);
  expect(edgePlaces(world, [world, point])).toHaveLength(8);
});

it.each([20, 200])("looks at the outline of a changed zone alone, of %i", (count) => {
  let read = 0;
  const watched = (lon: number): Shape => {
    const { coordinates } = square(lon, 3, 0.1).geometry;
    return {
      geometry: {
        type: "Polygon",
        get coordinates() {
          read++;
          return coordinates as number[][][];
        },
      },
    };
  };
  const zones = Array.from({ length: count }, (_, index) => watched(90 + index / 10));
  for (const zone of zones) new EdgePlaces(zones).of(zone);
  expect(read).toBe(count);
  zones[7] = watched(91);
  const places = new EdgePlaces(zones);
  for (const zone of zones) {
    places.of(zone);
    extentOf(zone);
  }
  expect(read).toBe(count + 1);
});
