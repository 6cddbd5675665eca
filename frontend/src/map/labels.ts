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
  readonly #all: Box[] = [];
  #outline = 0;

  /** Takes the place if it is free, and says whether it was. */
  take(left: number, top: number, width: number, height: number): boolean {
    const box = { left, top, right: left + width, bottom: top + height };
    const keys = cellsOf(box);
    for (const key of keys) if (this.#taken.get(key)?.some((other) => overlap(box, other))) return false;
    this.#put(box, keys);
    return true;
  }

  /** Takes the place whatever lies there: for what is drawn already. */
  block(left: number, top: number, width: number, height: number): void {
    const box = { left, top, right: left + width, bottom: top + height };
    this.#put(box, cellsOf(box));
  }

  /** Blocks in `other` what is taken here, moved by (dx, dy): two canvases that lie on each other share their room. */
  blockIn(other: LabelSpace, dx: number, dy: number): void {
    for (const { left, top, right, bottom } of this.#all)
      other.block(left + dx, top + dy, right - left, bottom - top);
  }

  /** A number for what is taken, in whole pixels: equal for the same boxes in the same order. */
  get outline(): number {
    return this.#outline;
  }

  #put(box: Box, keys: readonly number[]): void {
    this.#all.push(box);
    for (const side of [box.left, box.top, box.right, box.bottom])
      this.#outline = (Math.imul(this.#outline ^ Math.round(side), 0x01000193) + 1) | 0;
    for (const key of keys) {
      const boxes = this.#taken.get(key);
      if (boxes) boxes.push(box);
      else this.#taken.set(key, [box]);
    }
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
