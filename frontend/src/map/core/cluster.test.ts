import { expect, it } from "vitest";
import { Groups } from "./cluster";

interface Numbered {
  id: number;
  x: number;
  y: number;
}

const byId = (one: Numbered, other: Numbered) => one.id - other.id;

function settled(points: readonly Numbered[], reach: number): Groups<Numbered> {
  const groups = new Groups<Numbered>(reach, byId);
  for (const point of points) groups.add(point);
  groups.settle();
  return groups;
}

const numbered = (...places: [number, number][]): Numbered[] => places.map(([x, y], id) => ({ id, x, y }));
const idsOf = (groups: Groups<Numbered>): number[][] =>
  [...groups.all].map(({ members }) => members.map(({ id }) => id)).sort((a, b) => a[0]! - b[0]!);

it("leaves points apart when their symbols do not touch", () => {
  expect(idsOf(settled(numbered([0, 0], [20, 0], [0, 20]), 16))).toEqual([[0], [1], [2]]);
});

it("joins points across the edges of the grid", () => {
  expect(idsOf(settled(numbered([15, 15], [17, 17]), 16))).toEqual([[0, 1]]);
});

it("keeps the first, most important point in its place, left of the corner too", () => {
  const [group] = [...settled(numbered([-3, -3], [2, 2]), 16).all];
  expect(group).toMatchObject({ x: -3, y: -3 });
});

it("splits a group whose first has gone", () => {
  const points = numbered([10, 0], [0, 0], [20, 0]);
  const groups = settled(points, 16);
  expect(idsOf(groups)).toEqual([[0, 1, 2]]);
  groups.delete(points[0]!);
  groups.settle();
  expect(idsOf(groups)).toEqual([[1], [2]]);
});
