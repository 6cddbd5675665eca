import type { MultiPolygon } from "geojson";
import { expect, it } from "vitest";
import { GeometryHistory } from "./geometryHistory";

function square(size: number): MultiPolygon {
  const ring = [
    [0, 0],
    [size, 0],
    [size, size],
    [0, 0],
  ];
  return { type: "MultiPolygon", coordinates: [[ring]] };
}

it("goes back to nothing and forward again", () => {
  const history = new GeometryHistory(null);
  history.push(square(1));
  history.push(square(2));
  expect([history.undo(), history.undo(), history.canUndo]).toEqual([square(1), null, false]);
  expect([history.redo(), history.redo(), history.canRedo]).toEqual([square(1), square(2), false]);
});

it("forgets what was undone once something new is drawn", () => {
  const history = new GeometryHistory(square(1));
  history.push(square(2));
  history.undo();
  history.push(square(3));
  expect(history.canRedo).toBe(false);
  expect(history.undo()).toEqual(square(1));
});

it("takes the same outline again for no step", () => {
  const history = new GeometryHistory(square(1));
  expect(history.push(square(1))).toBe(false);
  expect(history.canUndo).toBe(false);
});
