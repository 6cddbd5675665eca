/** Reports and cameras on one canvas: cones below, symbols above, groups where they would lie on each other, names where there is room. */

import { mercatorX, mercatorY } from "../live/cells";
import type { Camera, Report } from "../live/entities";
import { CanvasLayer, type View } from "./canvasLayer";
import { type Group, group } from "./cluster";
import { coneOutline } from "./cone";
import type { EdgePlace } from "./edgePlaces";
import { LabelSpace } from "./labels";
import { paintSymbol } from "./paint";
import { Palette } from "./palette";
import {
  CAMERA_SYMBOLS,
  CAMERA_TONE,
  type MapSymbol,
  REPORT_TONE,
  type ReportLook,
  reportLook,
  reportSymbol,
} from "./symbols";

export type Thing = { type: "report"; id: number } | { type: "camera"; id: number };

interface Placed {
  x: number;
  y: number;
  thing: Thing;
  symbol: MapSymbol;
  rank: number;
  tone: string;
  label: string;
}

/** A text on the map that belongs to an area: `brief` from afar, `full` up close, at the first of its places that is free. */
export interface AreaText {
  brief: string;
  full: string;
  places: readonly EdgePlace[];
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
  #reports: readonly Report[] = [];
  #cameras: readonly Camera[] = [];
  #areas: readonly AreaText[] = [];
  #groups: Group<Placed>[] = [];
  #selected: Thing | null = null;
  #space = new LabelSpace();
  #contentChanged = false;
  #room = "";

  constructor(options: SymbolLayerOptions) {
    super("symbols", PADDING);
    this.#options = options;
  }

  show(reports: readonly Report[], cameras: readonly Camera[]): void {
    this.#reports = reports;
    this.#cameras = cameras;
    this.#contentChanged = true;
    this.invalidate();
  }

  nameAreas(areas: readonly AreaText[]): void {
    this.#areas = areas;
    this.#contentChanged = true;
    this.invalidate();
  }

  select(thing: Thing | null): void {
    this.#selected = thing;
    this.invalidate();
  }

  restyle(): void {
    this.#palette = new Palette(document.documentElement);
    this.invalidate();
  }

  /** Keeps `space`, in the map's CSS pixels, clear of this layer's symbols and names. */
  reserve(space: LabelSpace): void {
    if (this.map === null) return;
    const corner = this.toCanvas(0, 0);
    this.#space.blockIn(space, -corner.x, -corner.y);
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

  protected override draw(context: CanvasRenderingContext2D, view: View): void {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    context.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
    for (const camera of this.#cameras) this.#drawCone(context, view, camera);
    this.#groups = this.#place(view);
    this.#space = new LabelSpace();
    const space = this.#space;
    for (const each of [...this.#groups].reverse()) this.#drawGroup(context, each, space);
    const said = new Map<string, { x: number; y: number }[]>();
    for (const area of this.#areas) this.#drawArea(context, view, area, space, said);
    if (view.zoom >= NAMES_FROM_ZOOM) for (const each of this.#groups) this.#drawName(context, each, space);
    this.#tellRoom();
  }

  /** A moved map is drawn anew by all its layers; only what changed under a still map must be told. */
  #tellRoom(): void {
    const room = this.#space.outline();
    const changed = this.#contentChanged && room !== this.#room;
    this.#room = room;
    this.#contentChanged = false;
    if (changed) this.#options.roomChanged?.();
  }

  /** `said`: where each text stands already; the parts of one hazard that lie together are named once. */
  #drawArea(
    context: CanvasRenderingContext2D,
    view: View,
    area: AreaText,
    space: LabelSpace,
    said: Map<string, { x: number; y: number }[]>,
  ): void {
    const text = view.zoom >= FULL_NAMES_FROM_ZOOM ? area.full : area.brief;
    if (text === "") return;
    const scale = this.#options.scale();
    context.font = `600 ${12 * scale}px "Inter Variable", sans-serif`;
    context.textBaseline = "middle";
    const width = context.measureText(text).width;
    const same = said.get(text) ?? [];
    for (const place of area.places) {
      const at = screen(place.lon, place.lat, view);
      if (same.some(({ x, y }) => Math.hypot(x - at.x, y - at.y) < SAME_TEXT_PX * scale)) return;
      if (at.x < -60 || at.y < -20 || at.x > view.width + 60 || at.y > view.height + 20) continue;
      const [left, middle] = [at.x - width / 2, at.y + place.lines * 8 * scale];
      if (!space.take(left - 3, middle - 8 * scale, width + 6, 16 * scale)) continue;
      context.lineJoin = "round";
      context.lineWidth = 3.5;
      context.strokeStyle = this.#palette.colour("map-halo");
      context.strokeText(text, left, middle);
      context.fillStyle = this.#palette.colour("text");
      context.fillText(text, left, middle);
      said.set(text, [...same, at]);
      return;
    }
  }

  #place(view: View): Group<Placed>[] {
    const placed = [
      ...this.#reports
        .filter((report) => report.lon !== null && report.lat !== null)
        .map((report) => this.#placeReport(report, view)),
      ...this.#cameras.map((camera) => this.#placeCamera(camera, view)),
    ].filter(({ x, y }) => x > -30 && y > -30 && x < view.width + 30 && y < view.height + 30);
    placed.sort((a, b) => a.rank - b.rank);
    return group(placed, view.zoom < GROUP_UNTIL_ZOOM ? 15 * this.#options.scale() : 1.5);
  }

  #placeReport(report: Report, view: View): Placed {
    const look = reportLook(report);
    return {
      ...screen(report.lon!, report.lat!, view),
      thing: { type: "report", id: report.id },
      symbol: reportSymbol(report),
      rank: this.#isSelected("report", report.id) ? -1 : URGENCY.indexOf(look),
      tone: REPORT_TONE[look],
      label: report.title,
    };
  }

  #placeCamera(camera: Camera, view: View): Placed {
    return {
      ...screen(camera.lon, camera.lat, view),
      thing: { type: "camera", id: camera.id },
      symbol: CAMERA_SYMBOLS[camera.stage],
      rank: this.#isSelected("camera", camera.id) ? -1 : camera.stage === "faulty" ? 2.5 : 5.5,
      tone: CAMERA_TONE[camera.stage],
      label: camera.name,
    };
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

  #drawGroup(context: CanvasRenderingContext2D, each: Group<Placed>, space: LabelSpace): void {
    const scale = this.#options.scale();
    const first = each.members[0]!;
    paintSymbol(context, first.symbol, this.#palette, each.x, each.y, scale);
    const radius = first.symbol.radius * scale;
    space.block(each.x - radius, each.y - radius, 2 * radius, 2 * radius);
    if (each.members.length > 1) this.#drawCount(context, each, radius, space);
    if (this.#selected && each.members.some(({ thing }) => this.#isSelected(thing.type, thing.id))) {
      this.#drawRing(context, each, radius + 3);
    }
  }

  #drawCount(
    context: CanvasRenderingContext2D,
    each: Group<Placed>,
    radius: number,
    space: LabelSpace,
  ): void {
    const scale = this.#options.scale();
    const text = String(each.members.length);
    context.font = `600 ${11 * scale}px "Inter Variable", sans-serif`;
    context.textBaseline = "middle";
    const width = context.measureText(text).width + 7 * scale;
    const [left, top] = [each.x + radius * 0.45, each.y - radius - 4 * scale];
    space.block(left, top, width, 15 * scale);
    context.fillStyle = this.#palette.colour("map-halo");
    context.beginPath();
    context.roundRect(left - 1.5, top - 1.5, width + 3, 15 * scale + 3, 9 * scale);
    context.fill();
    context.fillStyle = this.#palette.colour("surface-hover");
    context.beginPath();
    context.roundRect(left, top, width, 15 * scale, 7.5 * scale);
    context.fill();
    context.fillStyle = this.#palette.colour("text");
    context.fillText(text, left + 3.5 * scale, top + 8 * scale);
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

  #drawName(context: CanvasRenderingContext2D, each: Group<Placed>, space: LabelSpace): void {
    const scale = this.#options.scale();
    const first = each.members[0]!;
    const text = first.label.length > 38 ? `${first.label.slice(0, 36)}…` : first.label;
    context.font = `500 ${12 * scale}px "Inter Variable", sans-serif`;
    context.textBaseline = "middle";
    const width = context.measureText(text).width;
    const left = each.x + (first.symbol.radius + 4) * scale;
    if (!space.take(left, each.y - 8 * scale, width + 6, 16 * scale)) return;
    context.lineJoin = "round";
    context.lineWidth = 3;
    context.strokeStyle = this.#palette.colour("map-halo");
    context.strokeText(text, left, each.y);
    context.fillStyle = this.#palette.colour("text-muted");
    context.fillText(text, left, each.y);
  }
}

function screen(lon: number, lat: number, view: View): { x: number; y: number } {
  return {
    x: mercatorX(lon) * view.worldPx - view.left,
    y: mercatorY(lat) * view.worldPx - view.top,
  };
}
