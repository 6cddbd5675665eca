/** Cells are web-mercator tiles at zoom 12: cell = 1 + x * 4096 + y; cell 0 is the whole region. */

export const REGION_CELL = 0;
const TILES = 4096;
/** Above this many cells, the region's one cell is cheaper for both sides. */
export const MOST_CELLS = 48;

export interface Bounds {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** Web-mercator position in 0..1, x to the east and y to the south. */
export function mercatorX(lon: number): number {
  return lon / 360 + 0.5;
}

export function mercatorY(lat: number): number {
  const sine = Math.sin((lat * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

export function cellAt(x: number, y: number): number {
  return 1 + tile(x) * TILES + tile(y);
}

export function cellOf(lon: number, lat: number): number {
  return cellAt(mercatorX(lon), mercatorY(lat));
}

/** The cells that a view touches, or the region's cell if they are more than `most`. */
export function cellsOf(view: Bounds, most = MOST_CELLS): number[] {
  const [left, right] = [tile(mercatorX(view.west)), tile(mercatorX(view.east))];
  const [top, bottom] = [tile(mercatorY(view.north)), tile(mercatorY(view.south))];
  if ((right - left + 1) * (bottom - top + 1) > most) return [REGION_CELL];
  const cells: number[] = [];
  for (let x = left; x <= right; x++) for (let y = top; y <= bottom; y++) cells.push(1 + x * TILES + y);
  return cells;
}

export function sameCells(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((cell, index) => cell === other[index]);
}

function tile(position: number): number {
  return Math.min(TILES - 1, Math.max(0, Math.floor(position * TILES)));
}
