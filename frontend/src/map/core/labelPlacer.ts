/**
 * Places labels in their order, each at the first of its places that is free of blocked boxes and of earlier labels. A
 * change reconsiders only the labels that it can concern.
 */
import { type Box, BoxGrid, boxOf } from "./boxGrid";
import { OrderedQueue } from "./orderedQueue";

export interface Label {
  /** In the order of preference. */
  readonly places: readonly LabelPlace[];
  /** Of labels with one name, none is placed within `sameNamePx` of an earlier one; empty: without this rule. */
  readonly name: string;
}

export interface LabelPlace extends Box {
  /** What is named: the distance of equal names is measured from here. */
  readonly x: number;
  readonly y: number;
}

interface Candidate<L> extends Box {
  readonly label: L;
}

/** Something that a label of a name says, as a box without size. */
interface NamedPoint<L> extends Box {
  readonly label: L;
}

/** Of one name: all that its labels could stand for, and what those that have a place stand for. */
interface Namesakes<L> {
  readonly all: BoxGrid<NamedPoint<L>>;
  readonly placed: BoxGrid<NamedPoint<L>>;
}

interface Known<L> {
  readonly candidates: readonly Candidate<L>[];
  /** As its places; empty without a name. */
  readonly points: readonly NamedPoint<L>[];
  taken: Candidate<L> | null;
}

export class LabelPlacer<L extends Label> {
  readonly #order: (one: L, other: L) => number;
  readonly #sameNamePx: number;
  readonly #blocked = new BoxGrid<Box>();
  readonly #candidates = new BoxGrid<Candidate<L>>();
  readonly #taken = new BoxGrid<Candidate<L>>();
  readonly #known = new Map<L, Known<L>>();
  readonly #placed = new Map<L, LabelPlace>();
  readonly #namesakes = new Map<string, Namesakes<L>>();
  readonly #waiting: OrderedQueue<L>;
  readonly #changed = new Set<L>();

  /** `order` is total: zero only for one and the same. */
  constructor(order: (one: L, other: L) => number, sameNamePx: number) {
    this.#order = order;
    this.#sameNamePx = sameNamePx;
    this.#waiting = new OrderedQueue(order);
  }

  /** Where each label stands, of those that have a place. */
  get placed(): ReadonlyMap<L, LabelPlace> {
    return this.#placed;
  }

  block(box: Box): void {
    this.#blocked.add(box);
    this.#reconsider(box);
  }

  unblock(box: Box): void {
    this.#blocked.delete(box);
    this.#reconsider(box);
  }

  add(label: L): void {
    const candidates = label.places.map(({ left, top, right, bottom }) => ({
      left,
      top,
      right,
      bottom,
      label,
    }));
    for (const candidate of candidates) this.#candidates.add(candidate);
    const named = label.name === "" ? [] : label.places;
    const points = named.map(({ x, y }) => ({ ...boxOf(x, y, 0, 0), label }));
    for (const point of points) this.#namesakesOf(label.name).all.add(point);
    this.#known.set(label, { candidates, points, taken: null });
    this.#waiting.add(label);
  }

  delete(label: L): void {
    this.#waiting.delete(label);
    this.#place(label, undefined);
    const { candidates, points } = this.#known.get(label)!;
    for (const candidate of candidates) this.#candidates.delete(candidate);
    for (const point of points) this.#namesakesOf(label.name).all.delete(point);
    if (this.#namesakes.get(label.name)?.all.all.size === 0) this.#namesakes.delete(label.name);
    this.#known.delete(label);
  }

  /** Brings the places up to date; gives the labels whose place has changed. */
  settle(): ReadonlySet<L> {
    for (let label = this.#waiting.next(); label !== undefined; label = this.#waiting.next())
      this.#place(label, this.#placeFor(label));
    const changed = new Set(this.#changed);
    this.#changed.clear();
    return changed;
  }

  /** Whether neither a blocked box nor a label lies here. */
  isFree(box: Box): boolean {
    return !this.#blocked.some(box) && !this.#taken.some(box);
  }

  /** Every box that is not free. */
  *taken(): Iterable<Box> {
    yield* this.#blocked.all;
    yield* this.#taken.all;
  }

  #placeFor(label: L): LabelPlace | undefined {
    const earlier = ({ label: other }: Candidate<L>) => this.#order(other, label) < 0;
    for (const place of label.places) {
      if (label.name !== "" && this.#isNamed(label, place)) return undefined;
      if (!this.#blocked.some(place) && !this.#taken.some(place, earlier)) return place;
    }
    return undefined;
  }

  /** Whether an earlier label of this name stands close by. */
  #isNamed(label: L, place: LabelPlace): boolean {
    return this.#namesakesOf(label.name).placed.some(
      this.#around(place),
      (point) => this.#order(point.label, label) < 0 && this.#isClose(point, place),
    );
  }

  #namesakesOf(name: string): Namesakes<L> {
    let namesakes = this.#namesakes.get(name);
    if (namesakes === undefined) {
      namesakes = { all: new BoxGrid(), placed: new BoxGrid() };
      this.#namesakes.set(name, namesakes);
    }
    return namesakes;
  }

  #around({ x, y }: LabelPlace): Box {
    const far = this.#sameNamePx;
    return boxOf(x - far, y - far, 2 * far, 2 * far);
  }

  #isClose({ left, top }: Box, { x, y }: LabelPlace): boolean {
    return (left - x) ** 2 + (top - y) ** 2 < this.#sameNamePx ** 2;
  }

  #place(label: L, place: LabelPlace | undefined): void {
    const before = this.#placed.get(label);
    if (before === place) return;
    const known = this.#known.get(label)!;
    if (known.taken !== null) this.#taken.delete(known.taken);
    known.taken = place === undefined ? null : known.candidates[label.places.indexOf(place)]!;
    if (known.taken !== null) this.#taken.add(known.taken);
    this.#nameAt(label, known, before, place);
    if (place === undefined) this.#placed.delete(label);
    else this.#placed.set(label, place);
    this.#changed.add(label);
    for (const moved of [before, place]) if (moved !== undefined) this.#reconsiderAfter(label, moved);
  }

  #nameAt(
    label: L,
    { points }: Known<L>,
    before: LabelPlace | undefined,
    place: LabelPlace | undefined,
  ): void {
    if (points.length === 0) return;
    const { placed } = this.#namesakesOf(label.name);
    if (before) placed.delete(points[label.places.indexOf(before)]!);
    if (place) placed.add(points[label.places.indexOf(place)]!);
  }

  #reconsider(box: Box): void {
    for (const { label } of this.#candidates.at(box)) this.#waiting.add(label);
  }

  #reconsiderAfter(label: L, place: LabelPlace): void {
    for (const { label: other } of this.#candidates.at(place))
      if (this.#order(label, other) < 0) this.#waiting.add(other);
    if (label.name === "") return;
    for (const point of this.#namesakesOf(label.name).all.at(this.#around(place)))
      if (this.#isClose(point, place) && this.#order(label, point.label) < 0) this.#waiting.add(point.label);
  }
}
