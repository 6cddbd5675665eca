import type { Rows } from "../../ui/rowWindow";

/** Faces in an order, kept as they change: finding a place is logarithmic, however many there are. */
export class SortedFaces<F extends { readonly id: number }> {
  readonly #order: (one: F, other: F) => number;
  readonly #faces: F[] = [];

  /** `order`: negative when the first comes first. Faces that it holds equal are ordered by their ids, the newest first. */
  constructor(order: (one: F, other: F) => number) {
    this.#order = (one, other) => order(one, other) || other.id - one.id;
  }

  get size(): number {
    return this.#faces.length;
  }

  /** In their order, as a copy. */
  all(): F[] {
    return [...this.#faces];
  }

  /** As many as there are now, each read when it is looked at: costs the same however many they are. */
  rows(): Rows<F> {
    const faces = this.#faces;
    return { length: faces.length, slice: (start, end) => faces.slice(start, end) };
  }

  /** `before` as it was put, and what it is now; undefined: not there. */
  change(before: F | undefined, after: F | undefined): void {
    if (before !== undefined) this.#faces.splice(this.#indexOf(before), 1);
    if (after !== undefined) this.#faces.splice(this.#indexOf(after), 0, after);
  }

  /** Where a face is, or belongs. */
  #indexOf(face: F): number {
    let [low, high] = [0, this.#faces.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#order(this.#faces[middle]!, face) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** How many there are of each key. */
export class Tally<K> {
  readonly #counts = new Map<K, number>();

  add(key: K, by: 1 | -1): void {
    const count = (this.#counts.get(key) ?? 0) + by;
    if (count === 0) this.#counts.delete(key);
    else this.#counts.set(key, count);
  }

  snapshot(): ReadonlyMap<K, number> {
    return new Map(this.#counts);
  }
}
