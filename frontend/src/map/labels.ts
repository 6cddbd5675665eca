/** Places texts so that none lies on another; the first come wins, so the caller orders by importance. */
const CELL = 64;

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export class LabelSpace {
  readonly #taken = new Map<number, Box[]>();

  /** Takes the place if it is free, and says whether it was. */
  take(left: number, top: number, width: number, height: number): boolean {
    const box = { left, top, right: left + width, bottom: top + height };
    const keys = cellsOf(box);
    for (const key of keys) if (this.#taken.get(key)?.some((other) => overlap(box, other))) return false;
    for (const key of keys) {
      const boxes = this.#taken.get(key);
      if (boxes) boxes.push(box);
      else this.#taken.set(key, [box]);
    }
    return true;
  }
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
