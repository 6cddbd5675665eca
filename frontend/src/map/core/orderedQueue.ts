/** What waits, each once; the first in the order leaves first. */
export class OrderedQueue<T> {
  readonly #order: (one: T, other: T) => number;
  readonly #waiting: T[] = [];

  /** `order` is total: zero only for one and the same. */
  constructor(order: (one: T, other: T) => number) {
    this.#order = order;
  }

  add(item: T): void {
    let [low, high] = [0, this.#waiting.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      // The last is the first to leave.
      if (this.#order(this.#waiting[middle]!, item) > 0) low = middle + 1;
      else high = middle;
    }
    if (this.#waiting[low] !== item) this.#waiting.splice(low, 0, item);
  }

  delete(item: T): void {
    const at = this.#waiting.indexOf(item);
    if (at >= 0) this.#waiting.splice(at, 1);
  }

  next(): T | undefined {
    return this.#waiting.pop();
  }
}
