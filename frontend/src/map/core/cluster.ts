/**
 * Groups points whose symbols would lie on each other; a point alone is a group of one. Points are taken in their order:
 * each joins the first group whose first member lies within reach, or begins one. A change reconsiders only the points
 * that it can concern.
 */
import { OrderedQueue } from "./orderedQueue";

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Group<P extends Point> {
  readonly x: number;
  readonly y: number;
  /** In the order; the first is the one that the group stands at. */
  readonly members: readonly P[];
}

interface OwnGroup<P extends Point> extends Group<P> {
  readonly members: P[];
}

export class Groups<P extends Point> {
  readonly #reach: number;
  readonly #order: (one: P, other: P) => number;
  readonly #cells = new Map<number, Set<P>>();
  /** By their first member. */
  readonly #groups = new Map<P, OwnGroup<P>>();
  readonly #firstOf = new Map<P, P>();
  readonly #waiting: OrderedQueue<P>;
  readonly #changed = new Set<P>();

  /** `order` is total: zero only for one and the same. */
  constructor(reach: number, order: (one: P, other: P) => number) {
    this.#reach = reach;
    this.#order = order;
    this.#waiting = new OrderedQueue(order);
  }

  get all(): Iterable<Group<P>> {
    return this.#groups.values();
  }

  /** The group that begins with this point. */
  get(first: P): Group<P> | undefined {
    return this.#groups.get(first);
  }

  add(point: P): void {
    const key = this.#keyOf(point, 0, 0);
    const there = this.#cells.get(key);
    if (there) there.add(point);
    else this.#cells.set(key, new Set([point]));
    this.#waiting.add(point);
  }

  delete(point: P): void {
    this.#waiting.delete(point);
    this.#cells.get(this.#keyOf(point, 0, 0))?.delete(point);
    const first = this.#firstOf.get(point);
    if (first === undefined) return;
    this.#leave(point, first);
    this.#firstOf.delete(point);
    if (first === point) this.#reconsiderAfter(point);
  }

  /** Brings the groups up to date; gives the first members, past and present, of those that have changed. */
  settle(): ReadonlySet<P> {
    for (let point = this.#waiting.next(); point !== undefined; point = this.#waiting.next())
      this.#settle(point);
    const changed = new Set(this.#changed);
    this.#changed.clear();
    return changed;
  }

  #settle(point: P): void {
    const before = this.#firstOf.get(point);
    const first = this.#firstFor(point);
    if (first === before) return;
    if (before !== undefined) this.#leave(point, before);
    this.#firstOf.set(point, first);
    this.#join(point, first);
    if (before === point || first === point) this.#reconsiderAfter(point);
  }

  #firstFor(point: P): P {
    let first = point;
    for (const other of this.#near(point))
      if (this.#firstOf.get(other) === other && this.#order(other, first) < 0) first = other;
    return first;
  }

  #join(point: P, first: P): void {
    const group = this.#groups.get(first) ?? { x: first.x, y: first.y, members: [] };
    this.#groups.set(first, group);
    const at = group.members.findIndex((member) => this.#order(point, member) < 0);
    group.members.splice(at < 0 ? group.members.length : at, 0, point);
    this.#changed.add(first);
  }

  #leave(point: P, first: P): void {
    const { members } = this.#groups.get(first)!;
    members.splice(members.indexOf(point), 1);
    // Members of a group that has lost its first are reconsidered, and leave it.
    if (members.length === 0) this.#groups.delete(first);
    this.#changed.add(first);
  }

  #reconsiderAfter(point: P): void {
    for (const other of this.#near(point)) if (this.#order(point, other) < 0) this.#waiting.add(other);
  }

  *#near(point: P): Iterable<P> {
    for (let x = -1; x <= 1; x++)
      for (let y = -1; y <= 1; y++)
        for (const other of this.#cells.get(this.#keyOf(point, x, y)) ?? [])
          if (other !== point && Math.hypot(other.x - point.x, other.y - point.y) < this.#reach) yield other;
  }

  /** Distinct for columns and rows of up to 32,000 on each side of the corner. */
  #keyOf({ x, y }: Point, right: number, down: number): number {
    const [column, row] = [Math.floor(x / this.#reach) + right, Math.floor(y / this.#reach) + down];
    return (column + 32_768) * 65_536 + row + 32_768;
  }
}
