/** Boxes by the squares of a grid that they touch: finding those at a place costs the same however many there are. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const CELL = 64;

export class BoxGrid<B extends Box> {
  readonly #cells = new Map<number, Set<B>>();
  readonly #all = new Set<B>();

  /** Every box, in the order of adding. */
  get all(): ReadonlySet<B> {
    return this.#all;
  }

  add(box: B): void {
    this.#all.add(box);
    for (const key of cellsOf(box)) {
      const there = this.#cells.get(key);
      if (there) there.add(box);
      else this.#cells.set(key, new Set([box]));
    }
  }

  delete(box: B): void {
    if (!this.#all.delete(box)) return;
    for (const key of cellsOf(box)) {
      const there = this.#cells.get(key)!;
      there.delete(box);
      if (there.size === 0) this.#cells.delete(key);
    }
  }

  /** Whether a box that passes `test` overlaps this one. */
  some(at: Box, test: (box: B) => boolean = () => true): boolean {
    for (const key of cellsOf(at))
      for (const box of this.#cells.get(key) ?? []) if (overlap(at, box) && test(box)) return true;
    return false;
  }

  /** The boxes that overlap this one. */
  at(place: Box): Set<B> {
    const found = new Set<B>();
    for (const key of cellsOf(place))
      for (const box of this.#cells.get(key) ?? []) if (overlap(place, box)) found.add(box);
    return found;
  }
}

export function boxOf(left: number, top: number, width: number, height: number): Box {
  return { left, top, right: left + width, bottom: top + height };
}

function cellsOf(box: Box): number[] {
  const keys: number[] = [];
  for (let x = Math.floor(box.left / CELL); x <= Math.floor(box.right / CELL); x++) {
    for (let y = Math.floor(box.top / CELL); y <= Math.floor(box.bottom / CELL); y++)
      keys.push(x * 65_536 + y);
  }
  return keys;
}

function overlap(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
