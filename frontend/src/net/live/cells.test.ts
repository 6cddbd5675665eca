import { expect, it } from "vitest";
import { cellOf, cellsOf, REGION_CELL } from "./cells";

it("numbers a cell by its tile at zoom 12", () => {
  // Kabanjahe: tile 12/3166/2012
  expect(cellOf(98.3217, 3.1001)).toBe(1 + 3166 * 4096 + 2012);
});

it("covers a view by every cell it touches", () => {
  const cells = cellsOf({ west: 98.3, south: 3.05, east: 98.5, north: 3.2 });
  expect(cells).toContain(cellOf(98.3001, 3.0501));
  expect(cells).toContain(cellOf(98.4999, 3.1999));
  expect(new Set(cells).size).toBe(cells.length);
});

it("asks for the region's one cell when the view is wide", () => {
  expect(cellsOf({ west: 97.8, south: 2.5, east: 98.8, north: 3.4 })).toEqual([REGION_CELL]);
});
