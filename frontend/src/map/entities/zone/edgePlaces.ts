/** Where a zone's name may stand: at the ends of its outline, those away from the middle of other zones first. */
import type { Zone } from "../../../net/live/types";

export interface EdgePlace {
  lon: number;
  lat: number;
  /** Half lines of text below the point; negative is above. */
  lines: number;
}

type Shape = Pick<Zone, "geometry">;

/** What is needed of an outline, worked out once. */
export interface Outline {
  /** North, south, east and west end; empty without an outline. */
  ends: readonly EdgePlace[];
  west: number;
  south: number;
  east: number;
  north: number;
}

interface Disc {
  lon: number;
  lat: number;
  /** Degrees. Nearer to the centre than this, a name would be taken for this zone's. */
  middle: number;
  outline: Outline;
}

/** Part of half the longer side of the bounding box. */
const MIDDLE = 0.4;

/** Degrees of the finest grid's squares: some seven metres. */
const SMALLEST = 2 ** -14;

const outlines = new WeakMap<Shape["geometry"], Outline>();

/** The outline of a geometry, which never changes: a changed zone has another. */
export function outlineOf({ geometry }: Shape): Outline {
  let outline = outlines.get(geometry);
  if (outline === undefined) {
    outline = measure(geometry);
    outlines.set(geometry, outline);
  }
  return outline;
}

/** Square degrees of the bounding box: enough to put small zones above large ones. */
export function extentOf(shape: Shape): number {
  const { west, south, east, north, ends } = outlineOf(shape);
  return ends.length === 0 ? 0 : (east - west) * (north - south);
}

/** Finds the places of names among many zones; each costs the same however many zones there are. */
export class EdgePlaces {
  /** Discs by the squares of a grid that they touch; each size of disc has a grid of its own, so none touches many. */
  readonly #grids = new Map<number, Map<number, Disc[]>>();

  constructor(shapes: Iterable<Shape> = []) {
    for (const shape of shapes) this.add(shape);
  }

  /**
   * The ends of the outline, then the same two lines further out; the order is that of preference. Ends in the middle of
   * other zones only when there is no other.
   */
  of(shape: Shape): EdgePlace[] {
    const outline = outlineOf(shape);
    const clear = outline.ends.filter((place) => !this.#isCrowded(place, outline));
    const usable = clear.length > 0 ? clear : outline.ends;
    return [...usable, ...usable.map((place) => ({ ...place, lines: place.lines < 0 ? -3 : 3 }))];
  }

  add(shape: Shape): void {
    const disc = discOf(outlineOf(shape));
    if (disc === null) return;
    const { size, squares } = squaresOf(disc);
    const grid = this.#grids.get(size) ?? new Map<number, Disc[]>();
    this.#grids.set(size, grid);
    for (const square of squares) {
      const there = grid.get(square);
      if (there) there.push(disc);
      else grid.set(square, [disc]);
    }
  }

  delete(shape: Shape): void {
    const outline = outlineOf(shape);
    const disc = discOf(outline);
    if (disc === null) return;
    const { size, squares } = squaresOf(disc);
    const grid = this.#grids.get(size);
    for (const square of squares) {
      const there = grid?.get(square) ?? [];
      const at = there.findIndex((each) => each.outline === outline);
      if (at >= 0) there.splice(at, 1);
      if (there.length === 0) grid?.delete(square);
    }
    if (grid?.size === 0) this.#grids.delete(size);
  }

  #isCrowded(end: EdgePlace, own: Outline): boolean {
    for (const [size, grid] of this.#grids)
      for (const disc of grid.get(squareAt(end.lon, end.lat, size)) ?? [])
        if (disc.outline !== own && isWithin(end, disc)) return true;
    return false;
  }
}

/** What says whether an end of a shape lies in the middle of `other`, so that its name stands elsewhere because of it. */
export function crowdedBy(other: Shape): (shape: Shape) => boolean {
  const disc = discOf(outlineOf(other));
  if (disc === null) return () => false;
  return (shape) => {
    const outline = outlineOf(shape);
    return outline !== disc.outline && outline.ends.some((end) => isWithin(end, disc));
  };
}

function discOf(outline: Outline): Disc | null {
  if (outline.ends.length === 0) return null;
  const { west, south, east, north } = outline;
  const middle = (MIDDLE * Math.max(east - west, north - south)) / 2;
  return middle === 0 ? null : { lon: (west + east) / 2, lat: (south + north) / 2, middle, outline };
}

function isWithin({ lon, lat }: EdgePlace, disc: Disc): boolean {
  return (lon - disc.lon) ** 2 + (lat - disc.lat) ** 2 < disc.middle ** 2;
}

/** The squares that a disc touches, of the grid for its size. */
function squaresOf({ lon, lat, middle }: Disc): { size: number; squares: Set<number> } {
  const size = Math.max(SMALLEST, 2 ** Math.ceil(Math.log2(2 * middle)));
  const squares = [lon - middle, lon + middle].flatMap((x) =>
    [lat - middle, lat + middle].map((y) => squareAt(x, y, size)),
  );
  return { size, squares: new Set(squares) };
}

/** A number for the square of a grid; distinct within the world for every size. */
function squareAt(lon: number, lat: number, size: number): number {
  return (Math.floor(lon / size) + 2 ** 23) * 2 ** 24 + Math.floor(lat / size) + 2 ** 23;
}

function measure(geometry: Shape["geometry"]): Outline {
  const rings = geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat();
  const points = rings.flat();
  if (points.length === 0) return { ends: [], west: 0, south: 0, east: 0, north: 0 };
  let [north, south, east, west] = [points[0]!, points[0]!, points[0]!, points[0]!];
  for (const point of points) {
    if (point[1]! > north[1]!) north = point;
    if (point[1]! < south[1]!) south = point;
    if (point[0]! > east[0]!) east = point;
    if (point[0]! < west[0]!) west = point;
  }
  const end = ([lon, lat]: readonly number[], lines: number) => ({ lon: lon!, lat: lat!, lines });
  return {
    ends: [end(north, -1), end(south, 1), end(east, 0), end(west, 0)],
    west: west[0]!,
    south: south[1]!,
    east: east[0]!,
    north: north[1]!,
  };
}
