/** Where a zone's name may stand: at the ends of its outline, those away from the middle of other zones first. */
import type { Zone } from "../live/entities";

export interface EdgePlace {
  lon: number;
  lat: number;
  /** Half lines of text below the point; negative is above. */
  lines: number;
}

type Shape = Pick<Zone, "geometry">;

interface Disc {
  lon: number;
  lat: number;
  /** Half the longer side of the bounding box, degrees. */
  radius: number;
}

/** Nearer to another zone's centre than this part of its radius, a name would be taken for that zone's. */
const MIDDLE = 0.4;

/**
 * North, south, east and west end of the outline, then the same two lines further out; the order is that of preference.
 * Ends in the middle of other zones only when there is no other.
 */
export function edgePlaces(zone: Shape, others: readonly Shape[]): EdgePlace[] {
  const points = pointsOf(zone);
  if (points.length === 0) return [];
  const end = (side: (point: readonly number[]) => number, lines: number): EdgePlace => {
    const [lon, lat] = points.reduce((best, point) => (side(point) > side(best) ? point : best));
    return { lon: lon!, lat: lat!, lines };
  };
  const ends = [
    end(([, lat]) => lat!, -1),
    end(([, lat]) => -lat!, 1),
    end(([lon]) => lon!, 0),
    end(([lon]) => -lon!, 0),
  ];
  const discs = others.filter((other) => other !== zone).map(discOf);
  const crowded = (place: EdgePlace) => discs.some((disc) => isMiddle(place, disc));
  const clear = ends.filter((place) => !crowded(place));
  const usable = clear.length > 0 ? clear : ends;
  const further = usable.map((place) => ({ ...place, lines: place.lines < 0 ? -3 : 3 }));
  return [...usable, ...further];
}

function isMiddle(place: EdgePlace, disc: Disc): boolean {
  return Math.hypot(place.lon - disc.lon, place.lat - disc.lat) < MIDDLE * disc.radius;
}

function discOf(zone: Shape): Disc {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of pointsOf(zone)) {
    west = Math.min(west, lon!);
    east = Math.max(east, lon!);
    south = Math.min(south, lat!);
    north = Math.max(north, lat!);
  }
  return {
    lon: (west + east) / 2,
    lat: (south + north) / 2,
    radius: Math.max(east - west, north - south) / 2,
  };
}

function pointsOf({ geometry }: Shape): readonly number[][] {
  const rings = geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat();
  return rings.flat();
}
