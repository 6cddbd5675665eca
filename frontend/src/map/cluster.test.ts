import { expect, it } from "vitest";
import { group } from "./cluster";

it("leaves points apart when their symbols do not touch", () => {
  expect(
    group(
      [
        { x: 0, y: 0 },
        { x: 20, y: 0 },
        { x: 0, y: 20 },
      ],
      16,
    ),
  ).toHaveLength(3);
});

it("joins points across the edges of the grid", () => {
  const groups = group(
    [
      { x: 15, y: 15 },
      { x: 17, y: 17 },
    ],
    16,
  );
  expect(groups).toHaveLength(1);
  expect(groups[0]!.members).toHaveLength(2);
});

it("keeps the first, most important point in its place", () => {
  expect(
    group(
      [
        { x: 5, y: 5 },
        { x: 9, y: 9 },
      ],
      16,
    )[0],
  ).toMatchObject({ x: 5, y: 5 });
});

it("loses no point", () => {
  const points = Array.from({ length: 2_000 }, (_, index) => ({
    x: (index * 37) % 800,
    y: (index * 91) % 600,
  }));
  const total = group(points, 24).reduce((sum, each) => sum + each.members.length, 0);
  expect(total).toBe(2_000);
});
