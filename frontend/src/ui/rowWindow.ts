/** Which rows of a long list exist. */

/** The height of a row: two lines, and the room around them. */
export const ROW_REM = 3.5;
/** Rows that exist beyond those in sight, on either side: the next ones for the keyboard, and for a flick of the wheel. */
export const ROWS_AROUND = 4;

/** Rows of a list, of which only some are looked at; an array is one. */
export interface Rows<Item> {
  readonly length: number;
  slice(start: number, end: number): Item[];
}

/** From `start` up to, but without, `end`. */
export interface Part {
  readonly start: number;
  readonly end: number;
}

/** The rows to make of `count`, where `first` is the first in sight and `seen` fit; a shorter list is scrolled back. */
export function partOf(count: number, first: number, seen: number): Part {
  const top = Math.max(0, Math.min(first, count - seen));
  return {
    start: Math.max(0, top - ROWS_AROUND),
    end: Math.min(count, top + seen + 2 * ROWS_AROUND),
  };
}
