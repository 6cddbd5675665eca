/** Reports and cameras on one canvas: cones below, symbols above, groups where they would lie on each other, names where there is room. */

import { mercatorX, mercatorY } from "../live/cells";
import type { Camera, Report } from "../live/entities";
import { CanvasLayer, type View } from "./canvasLayer";
import { type Group, group } from "./cluster";
import { coneOutline } from "./cone";
import type { EdgePlace } from "./edgePlaces";
import { LabelSpace } from "./labels";
import { Palette } from "./palette";
import { SpriteList } from "./spriteList";
import { paint, Sprites, type Texts, writeText } from "./sprites";
import {
  CAMERA_SYMBOLS,
  CAMERA_TONE,
  type MapSymbol,
  REPORT_SYMBOLS,
  type ReportLook,
  reportLook,
} from "./symbols";

export type Thing = { type: "report"; id: number } | { type: "camera"; id: number };

interface Placed {
  /** Web-mercator 0..1. */
  mercatorX: number;
  mercatorY: number;
  /** CSS pixels of the canvas, as of the last drawing. */
  x: number;
  y: number;
  thing: Thing;
  symbol: MapSymbol;
  rank: number;
  label: string;
}

/** A text on the map that belongs to an area: `brief` from afar, `full` up close, at the first of its places that is free. */
export interface AreaText {
  brief: string;
  full: string;
  places: readonly EdgePlace[];
}

/** What drawing needs and what changes only with the theme, the font, or the size of a pixel. */
interface Pens {
  key: string;
  /** Differs between pens, whose sprites differ. */
  serial: number;
  /** CSS pixels of the root font, over 16. */
  scale: number;
  sprites: Sprites;
  areas: Texts;
  names: Texts;
  counts: Texts;
}

export interface SymbolLayerOptions {
  scale(): number;
  /** Other room is taken now than before, though the map has not moved. */
  roomChanged?(): void;
}

const URGENCY: readonly ReportLook[] = ["emergency", "high", "new", "working", "answered", "done"];
const GROUP_UNTIL_ZOOM = 15;
const NAMES_FROM_ZOOM = 14;
const FULL_NAMES_FROM_ZOOM = 12.5;
const CONES_FROM_ZOOM = 12;
const PADDING = 0.2;
const HIT_PX = 14;
const SAME_TEXT_PX = 120;

export class SymbolLayer extends CanvasLayer {
  readonly #options: SymbolLayerOptions;
  #palette = new Palette(document.documentElement);
  readonly #reports = new Map<number, Placed>();
  readonly #cameras = new Map<number, { camera: Camera; placed: Placed }>();
  #pens: Pens | null = null;
  #serial = 0;
  #areas: readonly AreaText[] = [];
  #groups: Group<Placed>[] = [];
  #selected: Thing | null = null;
  #space = new LabelSpace();
  /** What the canvas shows, where it can be drawn over: sprites alone, in this view. */
  #shown: { view: string; sprites: SpriteList } | null = null;
  #contentChanged = false;
  #room = 0;

  constructor(options: SymbolLayerOptions) {
    super("symbols", PADDING);
    this.#options = options;
  }

  putReport(report: Report): void {
    const before = this.#reports.get(report.id);
    const after = placeReport(report);
    if (after === null) {
      this.removeReport(report.id);
      return;
    }
    if (before && looksSame(before, after)) return;
    this.#reports.set(report.id, after);
    this.#contentChange();
  }

  removeReport(id: number): void {
    if (this.#reports.delete(id)) this.#contentChange();
  }

  putCamera(camera: Camera): void {
    const before = this.#cameras.get(camera.id);
    const placed = placeCamera(camera);
    this.#cameras.set(camera.id, { camera, placed });
    if (before && looksSame(before.placed, placed) && conesAreSame(before.camera, camera)) return;
    this.#contentChange();
  }

  removeCamera(id: number): void {
    if (this.#cameras.delete(id)) this.#contentChange();
  }

  nameAreas(areas: readonly AreaText[]): void {
    this.#areas = areas;
    this.#contentChange();
  }

  select(thing: Thing | null): void {
    this.#selected = thing;
    this.invalidate();
  }

  restyle(): void {
    this.#palette = new Palette(document.documentElement);
    this.#pens = null;
    this.invalidate();
  }

  /** Keeps `space`, in the map's CSS pixels moved by (dx, dy), clear of this layer's symbols and names. */
  reserve(space: LabelSpace, dx = 0, dy = 0): void {
    if (this.map === null) return;
    const corner = this.toCanvas(0, 0);
    this.#space.blockIn(space, dx - corner.x, dy - corner.y);
  }

  /** What lies at a point of the map (CSS pixels), the most urgent first; several when it is a group. */
  hit(x: number, y: number): Thing[] {
    if (this.map === null) return [];
    const at = this.toCanvas(x, y);
    const reach = HIT_PX * this.#options.scale();
    const near = this.#groups
      .map((each) => ({ each, distance: Math.hypot(each.x - at.x, each.y - at.y) }))
      .filter(({ distance }) => distance <= reach)
      .sort((a, b) => a.distance - b.distance)[0];
    return near ? near.each.members.map((member) => member.thing) : [];
  }

  protected override fontsLoaded(): void {
    this.#pens = null;
    this.#contentChange();
  }

  protected override draw(context: CanvasRenderingContext2D, view: View): void {
    const pens = this.#pensFor(view);
    const sprites = this.#arrange(view, pens);
    const key = JSON.stringify([view, pens.serial]);
    const plain = this.#selected === null && view.zoom < CONES_FROM_ZOOM;
    context.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
    if (!plain || this.#shown?.view !== key || !sprites.drawOver(context, this.#shown.sprites)) {
      context.clearRect(0, 0, view.width, view.height);
      for (const { camera } of this.#cameras.values()) this.#drawCone(context, view, camera);
      sprites.drawAll(context);
      this.#drawSelected(context, pens.scale);
    }
    this.#shown = plain ? { view: key, sprites } : null;
    this.#tellRoom();
  }

  /** Symbols, the most urgent on top; then the names that have room. */
  #arrange(view: View, pens: Pens): SpriteList {
    const sprites = new SpriteList(view.ratio);
    this.#groups = this.#place(view, pens.scale);
    this.#space = new LabelSpace();
    for (const each of [...this.#groups].reverse()) this.#addGroup(sprites, pens, each);
    const said = new Map<string, { x: number; y: number }[]>();
    for (const area of this.#areas) this.#addArea(sprites, view, pens, area, said);
    if (view.zoom >= NAMES_FROM_ZOOM) for (const each of this.#groups) this.#addName(sprites, pens, each);
    return sprites;
  }

  #contentChange(): void {
    this.#contentChanged = true;
    this.invalidate();
  }

  #pensFor(view: View): Pens {
    const scale = this.#options.scale();
    const key = `${view.ratio}|${scale}`;
    if (this.#pens?.key === key) return this.#pens;
    const sprites = new Sprites(this.#palette, view.ratio);
    const font = (weight: number, px: number) => `${weight} ${px * scale}px "Inter Variable", sans-serif`;
    const halo = this.#palette.colour("map-halo");
    const text = this.#palette.colour("text");
    this.#pens = {
      key,
      scale,
      serial: ++this.#serial,
      sprites,
      areas: sprites.texts({ font: font(600, 12), color: text, halo, haloWidth: 3.5 }),
      names: sprites.texts({
        font: font(500, 12),
        color: this.#palette.colour("text-muted"),
        halo,
        haloWidth: 3,
      }),
      counts: sprites.texts({ font: font(600, 11), color: text }),
    };
    return this.#pens;
  }

  /** A moved map is drawn anew by all its layers; only what changed under a still map must be told. */
  #tellRoom(): void {
    const room = this.#space.outline;
    const changed = this.#contentChanged && room !== this.#room;
    this.#room = room;
    this.#contentChanged = false;
    if (changed) this.#options.roomChanged?.();
  }

  /** `said`: where each text stands already; the parts of one hazard that lie together are named once. */
  #addArea(
    sprites: SpriteList,
    view: View,
    pens: Pens,
    area: AreaText,
    said: Map<string, { x: number; y: number }[]>,
  ): void {
    const text = view.zoom >= FULL_NAMES_FROM_ZOOM ? area.full : area.brief;
    if (text === "") return;
    const { scale } = pens;
    const width = pens.areas.widthOf(text);
    const same = said.get(text) ?? [];
    for (const place of area.places) {
      const at = screen(place.lon, place.lat, view);
      if (same.some(({ x, y }) => Math.hypot(x - at.x, y - at.y) < SAME_TEXT_PX * scale)) return;
      if (at.x < -60 || at.y < -20 || at.x > view.width + 60 || at.y > view.height + 20) continue;
      const [left, middle] = [at.x - width / 2, at.y + place.lines * 8 * scale];
      if (!this.#space.take(left - 3, middle - 8 * scale, width + 6, 16 * scale)) continue;
      sprites.add(pens.areas.sprite(text), at.x, middle);
      said.set(text, [...same, at]);
      return;
    }
  }

  #place(view: View, scale: number): Group<Placed>[] {
    const placed: Placed[] = [];
    const add = (each: Placed): void => {
      each.x = each.mercatorX * view.worldPx - view.left;
      each.y = each.mercatorY * view.worldPx - view.top;
      if (each.x > -30 && each.y > -30 && each.x < view.width + 30 && each.y < view.height + 30)
        placed.push(each);
    };
    for (const each of this.#reports.values()) add(each);
    for (const each of this.#cameras.values()) add(each.placed);
    const rank = ({ thing, rank }: Placed) => (this.#isSelected(thing.type, thing.id) ? -1 : rank);
    placed.sort((a, b) => rank(a) - rank(b));
    return group(placed, view.zoom < GROUP_UNTIL_ZOOM ? 15 * scale : 1.5);
  }

  #isSelected(type: Thing["type"], id: number): boolean {
    return this.#selected?.type === type && this.#selected.id === id;
  }

  #drawCone(context: CanvasRenderingContext2D, view: View, camera: Camera): void {
    const selected = this.#isSelected("camera", camera.id);
    if (view.zoom < CONES_FROM_ZOOM && !selected) return;
    const at = screen(camera.lon, camera.lat, view);
    if (at.x < -900 || at.y < -900 || at.x > view.width + 900 || at.y > view.height + 900) return;
    context.save();
    context.beginPath();
    for (const [lon, lat] of coneOutline(camera)) {
      const point = screen(lon, lat, view);
      context.lineTo(point.x, point.y);
    }
    context.closePath();
    const colour = this.#palette.colour(CAMERA_TONE[camera.stage]);
    context.fillStyle = colour;
    context.strokeStyle = colour;
    if (camera.stage === "active") {
      context.globalAlpha = selected ? 0.3 : 0.13;
      context.fill();
    }
    context.globalAlpha = selected ? 1 : 0.5;
    context.lineWidth = selected ? 2 : 1;
    if (camera.stage === "planned") context.setLineDash([3, 4]);
    if (camera.stage === "faulty") context.setLineDash([8, 4]);
    context.stroke();
    context.restore();
  }

  #addGroup(sprites: SpriteList, pens: Pens, each: Group<Placed>): void {
    const { scale } = pens;
    const { symbol } = each.members[0]!;
    sprites.add(pens.sprites.symbol(symbol, scale), each.x, each.y);
    const radius = symbol.radius * scale;
    this.#space.block(each.x - radius, each.y - radius, 2 * radius, 2 * radius);
    if (each.members.length > 1) this.#addCount(sprites, pens, each, radius);
  }

  #addCount(sprites: SpriteList, pens: Pens, each: Group<Placed>, radius: number): void {
    const { scale, counts } = pens;
    const text = String(each.members.length);
    const width = counts.widthOf(text) + 7 * scale;
    const [left, top] = [each.x + radius * 0.45, each.y - radius - 4 * scale];
    this.#space.block(left, top, width, 15 * scale);
    const sprite = pens.sprites.painted(text, (ratio) =>
      paint(width + 4, 15 * scale + 4, ratio, (on) => this.#paintCount(on, counts, text, width, scale)),
    );
    sprites.add(sprite, left + width / 2, top + 7.5 * scale);
  }

  #paintCount(
    context: OffscreenCanvasRenderingContext2D,
    counts: Texts,
    text: string,
    width: number,
    scale: number,
  ): void {
    context.fillStyle = this.#palette.colour("map-halo");
    context.beginPath();
    context.roundRect(0.5, 0.5, width + 3, 15 * scale + 3, 9 * scale);
    context.fill();
    context.fillStyle = this.#palette.colour("surface-hover");
    context.beginPath();
    context.roundRect(2, 2, width, 15 * scale, 7.5 * scale);
    context.fill();
    writeText(context, text, counts.style, 2 + 3.5 * scale, 2 + 8 * scale);
  }

  /** Above everything, in full: what is selected has a ring around its group. */
  #drawSelected(context: CanvasRenderingContext2D, scale: number): void {
    if (this.#selected === null) return;
    for (const each of this.#groups)
      if (each.members.some(({ thing }) => this.#isSelected(thing.type, thing.id)))
        this.#drawRing(context, each, each.members[0]!.symbol.radius * scale + 3);
  }

  #drawRing(context: CanvasRenderingContext2D, each: Group<Placed>, radius: number): void {
    context.beginPath();
    context.arc(each.x, each.y, radius, 0, 2 * Math.PI);
    context.lineWidth = 5;
    context.strokeStyle = this.#palette.colour("map-halo");
    context.stroke();
    context.lineWidth = 2.5;
    context.strokeStyle = this.#palette.colour("info");
    context.stroke();
  }

  #addName(sprites: SpriteList, pens: Pens, each: Group<Placed>): void {
    const { scale, names } = pens;
    const first = each.members[0]!;
    const text = first.label.length > 38 ? `${first.label.slice(0, 36)}…` : first.label;
    const width = names.widthOf(text);
    const left = each.x + (first.symbol.radius + 4) * scale;
    if (!this.#space.take(left, each.y - 8 * scale, width + 6, 16 * scale)) return;
    sprites.add(names.sprite(text), left + width / 2, each.y);
  }
}

/** Null without a place. */
function placeReport(report: Report): Placed | null {
  if (report.lon === null || report.lat === null) return null;
  const look = reportLook(report);
  return {
    ...mercator(report.lon, report.lat),
    thing: { type: "report", id: report.id },
    symbol: REPORT_SYMBOLS[look],
    rank: URGENCY.indexOf(look),
    label: report.title,
  };
}

function placeCamera(camera: Camera): Placed {
  return {
    ...mercator(camera.lon, camera.lat),
    thing: { type: "camera", id: camera.id },
    symbol: CAMERA_SYMBOLS[camera.stage],
    rank: camera.stage === "faulty" ? 2.5 : 5.5,
    label: camera.name,
  };
}

function mercator(lon: number, lat: number): Pick<Placed, "mercatorX" | "mercatorY" | "x" | "y"> {
  return { mercatorX: mercatorX(lon), mercatorY: mercatorY(lat), x: 0, y: 0 };
}

function looksSame(one: Placed, other: Placed): boolean {
  return (
    one.mercatorX === other.mercatorX &&
    one.mercatorY === other.mercatorY &&
    one.symbol === other.symbol &&
    one.label === other.label
  );
}

function conesAreSame(one: Camera, other: Camera): boolean {
  return one.bearing === other.bearing && one.fov === other.fov && one.range_m === other.range_m;
}

function screen(lon: number, lat: number, view: View): { x: number; y: number } {
  return {
    x: mercatorX(lon) * view.worldPx - view.left,
    y: mercatorY(lat) * view.worldPx - view.top,
  };
}
