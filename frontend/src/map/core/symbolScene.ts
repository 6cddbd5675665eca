/**
 * What the canvas of symbols shows in one view: symbols, in groups where they would lie on each other, names of areas, and
 * names beside symbols where there is room. A change reconsiders and draws only the part that it concerns.
 */
import { mercatorX, mercatorY } from "../../net/live/cells";
import type { EdgePlace } from "../entities/zone/edgePlaces";
import type { Selection } from "../model/selection";
import { type Box, BoxGrid, boxOf } from "./boxGrid";
import type { View } from "./canvasLayer";
import { type Group, Groups } from "./cluster";
import { type Label, type LabelPlace, LabelPlacer } from "./labelPlacer";
import type { SymbolPens } from "./symbolPens";
import type { MapSymbol } from "./symbols";

/** What a symbol stands for. */
export type Thing = Readonly<Selection>;

/** What is drawn below the symbols around a thing's place, such as a camera's field of view. */
export interface Underlay {
  /** Says whether another one looks the same. */
  readonly key: string;
  draw(context: CanvasRenderingContext2D, on: UnderlayView): void;
}

export interface UnderlayView {
  readonly selected: boolean;
  /** The colour of a design token. */
  colour(token: string): string;
  /** CSS pixels of the canvas. */
  at(lon: number, lat: number): { x: number; y: number };
}

/** A thing on the map; another face of it is another object. */
export interface Placed {
  /** Web-mercator 0..1. */
  mercatorX: number;
  mercatorY: number;
  /** CSS pixels of the canvas, in the view of the last scene that it was put in. */
  x: number;
  y: number;
  thing: Thing;
  symbol: MapSymbol;
  /** The lower, the more urgent. */
  rank: number;
  label: string;
  underlay?: Underlay | undefined;
}

/** Where a thing lies that no scene holds yet. */
export function mercatorPlace(lon: number, lat: number): Pick<Placed, "mercatorX" | "mercatorY" | "x" | "y"> {
  return { mercatorX: mercatorX(lon), mercatorY: mercatorY(lat), x: 0, y: 0 };
}

/** A text on the map that belongs to an area: `brief` from afar, `full` up close, at the first of its places that is free. */
export interface AreaText {
  readonly id: number;
  /** Higher ones are placed first. */
  readonly rank: number;
  readonly brief: string;
  readonly full: string;
  readonly places: readonly EdgePlace[];
}

interface AreaLabel extends Label {
  readonly area: AreaText;
  readonly text: string;
}

interface NameLabel extends Label {
  readonly first: Placed;
  readonly text: string;
}

type SceneLabel = AreaLabel | NameLabel;

interface Drawn extends Box {
  readonly image: CanvasImageSource;
  readonly width: number;
  readonly height: number;
  readonly of: Placed | SceneLabel;
  /** A symbol's count lies above it. */
  readonly part: number;
}

interface Mark {
  readonly count: number;
  readonly blocked: readonly Box[];
  readonly drawn: readonly Drawn[];
  readonly name: NameLabel | null;
}

const GROUP_UNTIL_ZOOM = 15;
const NAMES_FROM_ZOOM = 14;
const FULL_NAMES_FROM_ZOOM = 12.5;
const SAME_TEXT_PX = 120;
/** More places than this are not worth the clipping. */
const MOST_PLACES = 24;

export class SymbolScene {
  readonly #view: View;
  readonly #pens: SymbolPens;
  readonly #order: (one: Placed, other: Placed) => number;
  readonly #groups: Groups<Placed>;
  readonly #labels: LabelPlacer<SceneLabel>;
  readonly #marks = new Map<Placed, Mark>();
  readonly #areas = new Map<number, AreaLabel>();
  readonly #texts = new Map<SceneLabel, Drawn>();
  readonly #drawn = new BoxGrid<Drawn>();
  #differs: Box[] = [];

  /** `selected`: this thing comes before all others. */
  constructor(view: View, pens: SymbolPens, selected: Thing | null) {
    this.#view = view;
    this.#pens = pens;
    this.#order = orderOf(selected);
    this.#groups = new Groups(view.zoom < GROUP_UNTIL_ZOOM ? 15 * pens.scale : 1.5, this.#order);
    this.#labels = new LabelPlacer<SceneLabel>(
      (one, other) => this.#orderOfLabels(one, other),
      SAME_TEXT_PX * pens.scale,
    );
  }

  get groups(): Iterable<Group<Placed>> {
    return this.#groups.all;
  }

  add(placed: Placed): void {
    const view = this.#view;
    placed.x = placed.mercatorX * view.worldPx - view.left;
    placed.y = placed.mercatorY * view.worldPx - view.top;
    const { x, y } = placed;
    if (x > -30 && y > -30 && x < view.width + 30 && y < view.height + 30) this.#groups.add(placed);
  }

  delete(placed: Placed): void {
    this.#groups.delete(placed);
  }

  addArea(area: AreaText): void {
    this.deleteArea(area.id);
    const text = this.#view.zoom >= FULL_NAMES_FROM_ZOOM ? area.full : area.brief;
    const places = text === "" ? [] : this.#placesOf(area, text);
    if (places.length === 0) return;
    const label = { area, text, name: text, places };
    this.#areas.set(area.id, label);
    this.#labels.add(label);
  }

  deleteArea(id: number): void {
    const label = this.#areas.get(id);
    if (label === undefined) return;
    this.#areas.delete(id);
    this.#labels.delete(label);
  }

  /** Works out what has changed; the boxes in which the canvas has to be drawn anew. */
  settle(): readonly Box[] {
    for (const first of this.#groups.settle()) this.#mark(first, this.#groups.get(first));
    for (const label of this.#labels.settle()) this.#write(label, this.#labels.placed.get(label));
    const differs = this.#differs;
    this.#differs = [];
    return differs;
  }

  drawAll(context: CanvasRenderingContext2D): void {
    this.#draw(context, this.#drawn.all);
  }

  /** Draws these boxes of a canvas that shows the rest; false, and nothing done, when they are too many. */
  drawOver(context: CanvasRenderingContext2D, boxes: readonly Box[]): boolean {
    if (boxes.length > MOST_PLACES) return false;
    if (boxes.length === 0) return true;
    const touched = new Set(boxes.flatMap((box) => [...this.#drawn.at(box)]));
    context.save();
    context.beginPath();
    for (const { left, top, right, bottom } of boxes) context.rect(left, top, right - left, bottom - top);
    context.clip();
    for (const { left, top, right, bottom } of boxes)
      context.clearRect(left, top, right - left, bottom - top);
    this.#draw(context, touched);
    context.restore();
    return true;
  }

  /** Whether neither a symbol nor a name lies here. */
  isFree(box: Box): boolean {
    return this.#labels.isFree(box);
  }

  taken(): Iterable<Box> {
    return this.#labels.taken();
  }

  #draw(context: CanvasRenderingContext2D, drawn: Iterable<Drawn>): void {
    const inOrder = [...drawn].sort((one, other) => this.#below(one, other));
    for (const { image, left, top, width, height } of inOrder)
      context.drawImage(image, left, top, width, height);
  }

  /** Names lie above symbols, the most urgent symbol above the others. */
  #below(one: Drawn, other: Drawn): number {
    if (one.of === other.of) return one.part - other.part;
    const [isLabel, otherIsLabel] = ["places" in one.of, "places" in other.of];
    if (isLabel !== otherIsLabel) return isLabel ? 1 : -1;
    return isLabel
      ? this.#orderOfLabels(one.of as SceneLabel, other.of as SceneLabel)
      : this.#order(other.of as Placed, one.of as Placed);
  }

  #orderOfLabels(one: SceneLabel, other: SceneLabel): number {
    if ("area" in one)
      return "area" in other ? other.area.rank - one.area.rank || one.area.id - other.area.id : -1;
    return "area" in other ? 1 : this.#order(one.first, other.first);
  }

  /** Places of a text around the ends of its area, those on the canvas. */
  #placesOf(area: AreaText, text: string): LabelPlace[] {
    const view = this.#view;
    const { scale } = this.#pens;
    const width = this.#pens.areas.widthOf(text);
    const places: LabelPlace[] = [];
    for (const { lon, lat, lines } of area.places) {
      const x = mercatorX(lon) * view.worldPx - view.left;
      const y = mercatorY(lat) * view.worldPx - view.top;
      if (x < -60 || y < -20 || x > view.width + 60 || y > view.height + 20) continue;
      const middle = y + lines * 8 * scale;
      places.push({ ...boxOf(x - width / 2 - 3, middle - 8 * scale, width + 6, 16 * scale), x, y });
    }
    return places;
  }

  #mark(first: Placed, group: Group<Placed> | undefined): void {
    const before = this.#marks.get(first);
    const count = group?.members[0] === first ? group.members.length : 0;
    if ((before?.count ?? 0) === count) return;
    if (before) {
      this.#marks.delete(first);
      for (const box of before.blocked) this.#labels.unblock(box);
      for (const each of before.drawn) this.#remove(each);
      if (before.name) this.#labels.delete(before.name);
    }
    if (count === 0) return;
    const mark = this.#makeMark(first, count);
    this.#marks.set(first, mark);
    for (const box of mark.blocked) this.#labels.block(box);
    for (const each of mark.drawn) this.#put(each);
    if (mark.name) this.#labels.add(mark.name);
  }

  #makeMark(first: Placed, count: number): Mark {
    const { scale, sprites } = this.#pens;
    const { x, y, symbol } = first;
    const radius = symbol.radius * scale;
    const blocked = [boxOf(x - radius, y - radius, 2 * radius, 2 * radius)];
    const drawn = [this.#drawnAt(sprites.symbol(symbol, scale), x, y, first, 0)];
    if (count > 1) {
      const { sprite, width, height } = this.#pens.count(String(count));
      const [left, top] = [x + radius * 0.45, y - radius - 4 * scale];
      blocked.push(boxOf(left, top, width, height));
      drawn.push(this.#drawnAt(sprite, left + width / 2, top + height / 2, first, 1));
    }
    return { count, blocked, drawn, name: this.#view.zoom >= NAMES_FROM_ZOOM ? this.#nameOf(first) : null };
  }

  #nameOf(first: Placed): NameLabel {
    const { scale, names } = this.#pens;
    const text = first.label.length > 38 ? `${first.label.slice(0, 36)}…` : first.label;
    const left = first.x + (first.symbol.radius + 4) * scale;
    const box = boxOf(left, first.y - 8 * scale, names.widthOf(text) + 6, 16 * scale);
    return { first, text, name: "", places: [{ ...box, x: first.x, y: first.y }] };
  }

  #write(label: SceneLabel, place: LabelPlace | undefined): void {
    const before = this.#texts.get(label);
    if (before) this.#remove(before);
    this.#texts.delete(label);
    if (place === undefined) return;
    const { areas, names } = this.#pens;
    // The room of a text is six pixels wider than it: on both sides of an area's name, behind a symbol's.
    const middle = (place.left + place.right) / 2 - ("area" in label ? 0 : 3);
    const sprite = ("area" in label ? areas : names).sprite(label.text);
    const drawn = this.#drawnAt(sprite, middle, (place.top + place.bottom) / 2, label, 0);
    this.#texts.set(label, drawn);
    this.#put(drawn);
  }

  /** A sprite around (x, y), on whole device pixels so that it stays sharp. */
  #drawnAt(
    { image, width, height }: { image: CanvasImageSource; width: number; height: number },
    x: number,
    y: number,
    of: Placed | SceneLabel,
    part: number,
  ): Drawn {
    const { ratio } = this.#view;
    const left = Math.round((x - width / 2) * ratio) / ratio;
    const top = Math.round((y - height / 2) * ratio) / ratio;
    return { ...boxOf(left, top, width, height), image, width, height, of, part };
  }

  #put(drawn: Drawn): void {
    this.#drawn.add(drawn);
    this.#differs.push(drawn);
  }

  #remove(drawn: Drawn): void {
    this.#drawn.delete(drawn);
    this.#differs.push(drawn);
  }
}

/** The selected one, then the most urgent, then the first. */
function orderOf(selected: Thing | null): (one: Placed, other: Placed) => number {
  const rank = ({ thing, rank }: Placed) =>
    selected?.type === thing.type && selected.id === thing.id ? -1 : rank;
  return (one, other) =>
    rank(one) - rank(other) ||
    Number(one.thing.type < other.thing.type) - Number(one.thing.type > other.thing.type) ||
    one.thing.id - other.thing.id;
}
