/**
 * What the symbols of the map are made of. Each entity draws its own once, and the canvas, the legend and the lists take
 * it from there. Coordinates are CSS pixels around the symbol's own point; colours are names of design tokens. Shape says
 * the same as colour.
 */

export interface Part {
  d: string;
  fill?: string;
  stroke?: string;
  width?: number;
  dash?: readonly number[];
  /** Clockwise degrees around the point. */
  rotate?: number;
  scale?: number;
  /** Moves the path by that much on both axes, before it is scaled: a glyph whose grid starts at its corner. */
  shift?: number;
  opacity?: number;
}

export interface MapSymbol {
  /** Half of the side of the square that holds it. */
  radius: number;
  parts: readonly Part[];
}

export function circle(radius: number): string {
  return `M${-radius} 0a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0z`;
}

export function diamond(radius: number): string {
  return `M0 ${-radius}L${radius} 0L0 ${radius}L${-radius} 0z`;
}

/** Around a symbol, so that it is seen on any ground. */
export const HALO = { stroke: "map-halo", width: 3 } as const;
