/** Groups points whose symbols would lie on each other; a point alone stays a point. */
export interface Point {
  x: number;
  y: number;
}

export interface Group<P extends Point> {
  x: number;
  y: number;
  members: P[];
}

/** Greedy, in the order given: a point joins the first group whose first member lies within `reach`. */
export function group<P extends Point>(points: readonly P[], reach: number): Group<P>[] {
  const groups: Group<P>[] = [];
  const cells = new Map<number, Group<P>[]>();
  for (const point of points) {
    const [column, row] = [Math.floor(point.x / reach), Math.floor(point.y / reach)];
    const near = nearest(cells, column, row, point, reach);
    if (near) {
      near.members.push(point);
      continue;
    }
    const made = { x: point.x, y: point.y, members: [point] };
    groups.push(made);
    const key = keyOf(column, row);
    const there = cells.get(key);
    if (there) there.push(made);
    else cells.set(key, [made]);
  }
  return groups;
}

function nearest<P extends Point>(
  cells: Map<number, Group<P>[]>,
  column: number,
  row: number,
  point: P,
  reach: number,
): Group<P> | null {
  for (let x = column - 1; x <= column + 1; x++) {
    for (let y = row - 1; y <= row + 1; y++) {
      for (const candidate of cells.get(keyOf(x, y)) ?? []) {
        if (Math.hypot(candidate.x - point.x, candidate.y - point.y) < reach) return candidate;
      }
    }
  }
  return null;
}

/** Distinct for columns and rows of up to 32,000 on each side of the corner. */
function keyOf(column: number, row: number): number {
  return (column + 32_768) * 65_536 + row + 32_768;
}
