/** A made-up ground for when no boundary file is given: districts in a grid with uneven borders, and roads. */
import { mulberry } from "./random";

const [WEST, SOUTH, WIDTH, HEIGHT] = [97.87, 2.83, 0.79, 0.5];
const [COLUMNS, ROWS, VERTICES_OF_A_SIDE] = [5, 4, 60];
const ROADS = 400;

interface Feature {
  type: "Feature";
  geometry: { type: string; coordinates: unknown };
  properties: Record<string, unknown>;
}

export function practiceAreas(level: string): string {
  if (level === "district") return collection(districts());
  if (level === "regency")
    return collection([area("regency", "Kabupaten Karo", cell(WEST, SOUTH, WIDTH, HEIGHT))]);
  return collection([]);
}

export function practiceRoads(): string {
  const random = mulberry(7);
  return collection(
    Array.from({ length: ROADS }, (_, index) => {
      let [lon, lat, course] = [WEST + random() * WIDTH, SOUTH + random() * HEIGHT, random() * 6.28];
      const line = Array.from({ length: 40 }, () => {
        course += (random() - 0.5) * 0.6;
        lon += Math.cos(course) * 0.003;
        lat += Math.sin(course) * 0.003;
        return [lon, lat];
      });
      return {
        type: "Feature",
        geometry: { type: "LineString", coordinates: line },
        properties: {
          code: String(index),
          kind: "road",
          name: "",
          class: index % 9 === 0 ? "primary" : "tertiary",
        },
      };
    }),
  );
}

function districts(): Feature[] {
  const made: Feature[] = [];
  for (let column = 0; column < COLUMNS; column++)
    for (let row = 0; row < ROWS; row++) {
      const [width, height] = [WIDTH / COLUMNS, HEIGHT / ROWS];
      const ring = cell(WEST + column * width, SOUTH + row * height, width, height);
      made.push(area("district", `Kecamatan ${column * ROWS + row + 1}`, ring));
    }
  return made;
}

function cell(west: number, south: number, width: number, height: number): number[][] {
  const corners = [
    [west, south],
    [west + width, south],
    [west + width, south + height],
    [west, south + height],
    [west, south],
  ] as const;
  const ring: number[][] = [];
  for (let side = 0; side < 4; side++) {
    const [[x1, y1], [x2, y2]] = [corners[side]!, corners[side + 1]!];
    for (let step = 0; step < VERTICES_OF_A_SIDE; step++) {
      const part = step / VERTICES_OF_A_SIDE;
      // The same on both sides of a border, for it depends on the place alone.
      const bend = 0.004 * Math.sin(part * Math.PI) * Math.sin((x1 + y1 + x2 + y2) * 1000 + part * 20);
      ring.push([x1 + (x2 - x1) * part + bend, y1 + (y2 - y1) * part + bend]);
    }
  }
  return [...ring, ring[0]!];
}

function area(level: string, name: string, ring: number[][]): Feature {
  const lon = ring.reduce((sum, [x]) => sum + x!, 0) / ring.length;
  const lat = ring.reduce((sum, [, y]) => sum + y!, 0) / ring.length;
  return {
    type: "Feature",
    geometry: { type: "MultiPolygon", coordinates: [[ring]] },
    properties: { code: name, name, level, lon, lat },
  };
}

function collection(features: Feature[]): string {
  return JSON.stringify({ type: "FeatureCollection", features });
}
