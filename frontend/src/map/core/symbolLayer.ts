/** Complaints and cameras on one canvas: cones below, symbols above, groups where they would lie on each other, names where there is room. */

import type * as Leaflet from "leaflet";
import { mercatorX, mercatorY } from "../../net/live/cells";
import type { Camera, Complaint } from "../../net/live/entities";
import { coneOutline } from "../entities/camera/cone";
import { boxOf } from "./boxGrid";
import { CanvasLayer, type View } from "./canvasLayer";
import type { Group } from "./cluster";
import type { LabelSpace } from "./labels";
import { Palette } from "./palette";
import { SymbolPens } from "./symbolPens";
import { type AreaText, type Placed, SymbolScene, type Thing } from "./symbolScene";
import { CAMERA_SYMBOLS, CAMERA_TONE, COMPLAINT_SYMBOLS, type ComplaintLook, complaintLook } from "./symbols";

export type { AreaText, Thing } from "./symbolScene";

export interface SymbolLayerOptions {
  scale(): number;
  /** Other room is taken now than before, though the map has not moved. */
  roomChanged?(): void;
}

const URGENCY: readonly ComplaintLook[] = ["emergency", "high", "new", "working", "answered", "done"];
const CONES_FROM_ZOOM = 12;
const PADDING = 0.2;
const HIT_PX = 14;

export class SymbolLayer extends CanvasLayer {
  readonly #options: SymbolLayerOptions;
  #palette = new Palette(document.documentElement);
  readonly #complaints = new Map<number, Placed>();
  readonly #cameras = new Map<number, { camera: Camera; placed: Placed }>();
  readonly #areas = new Map<number, AreaText>();
  #pens: { key: string; pens: SymbolPens } | null = null;
  #selected: Thing | null = null;
  /** What the canvas shows. */
  #shown: { view: string; pens: SymbolPens; selected: Thing | null; scene: SymbolScene } | null = null;
  #contentChanged = false;

  constructor(options: SymbolLayerOptions) {
    super("symbols", PADDING);
    this.#options = options;
  }

  override onAdd(map: Leaflet.Map): this {
    this.#shown = null;
    return super.onAdd(map);
  }

  putComplaint(complaint: Complaint): void {
    const before = this.#complaints.get(complaint.id);
    const after = placeComplaint(complaint);
    if (after === null) {
      this.removeComplaint(complaint.id);
      return;
    }
    if (before && looksSame(before, after)) return;
    this.#complaints.set(complaint.id, after);
    this.#replace(before, after);
  }

  removeComplaint(id: number): void {
    const before = this.#complaints.get(id);
    if (this.#complaints.delete(id)) this.#replace(before, undefined);
  }

  putCamera(camera: Camera): void {
    const before = this.#cameras.get(camera.id);
    const placed = placeCamera(camera);
    const same = before !== undefined && looksSame(before.placed, placed);
    this.#cameras.set(camera.id, { camera, placed: same ? before.placed : placed });
    if (!same) this.#replace(before?.placed, placed);
    else if (!conesAreSame(before.camera, camera)) this.#contentChange();
  }

  removeCamera(id: number): void {
    const before = this.#cameras.get(id);
    if (this.#cameras.delete(id)) this.#replace(before?.placed, undefined);
  }

  /** Writes the text of an area, in place of the one it had. */
  nameArea(area: AreaText): void {
    this.#areas.set(area.id, area);
    this.#shown?.scene.addArea(area);
    this.#contentChange();
  }

  unnameArea(id: number): void {
    if (!this.#areas.delete(id)) return;
    this.#shown?.scene.deleteArea(id);
    this.#contentChange();
  }

  select(thing: Thing | null): void {
    if (thing?.type === this.#selected?.type && thing?.id === this.#selected?.id) return;
    this.#selected = thing;
    this.invalidate();
  }

  restyle(): void {
    this.#palette = new Palette(document.documentElement);
    this.#pens = null;
    this.invalidate();
  }

  /** Keeps `space`, in the map's CSS pixels, clear of this layer's symbols and names. */
  reserve(space: LabelSpace): void {
    if (this.map === null || this.#shown === null) return;
    const corner = this.toCanvas(0, 0);
    for (const { left, top, right, bottom } of this.#shown.scene.taken())
      space.block(left - corner.x, top - corner.y, right - left, bottom - top);
  }

  /** What says whether a box, in the map's CSS pixels moved by (dx, dy), is clear of this layer's symbols and names. */
  room(dx: number, dy: number): (left: number, top: number, width: number, height: number) => boolean {
    const scene = this.#shown?.scene;
    if (this.map === null || scene === undefined) return () => true;
    const corner = this.toCanvas(0, 0);
    return (left, top, width, height) =>
      scene.isFree(boxOf(left - dx + corner.x, top - dy + corner.y, width, height));
  }

  /** What lies at a point of the map (CSS pixels), the most urgent first; several when it is a group. */
  hit(x: number, y: number): Thing[] {
    if (this.map === null) return [];
    const at = this.toCanvas(x, y);
    const reach = HIT_PX * this.#options.scale();
    const near = [...(this.#shown?.scene.groups ?? [])]
      .map((each) => ({ each, distance: Math.hypot(each.x - at.x, each.y - at.y) }))
      .filter(({ distance }) => distance <= reach)
      .sort((a, b) => a.distance - b.distance)[0];
    return near ? near.each.members.map((member) => member.thing) : [];
  }

  protected override fontsLoaded(): void {
    this.#pens = null;
    this.invalidate();
  }

  protected override draw(context: CanvasRenderingContext2D, view: View): void {
    const pens = this.#pensFor(view);
    const key = JSON.stringify(view);
    const shown = this.#shown;
    const changed = this.#contentChanged;
    this.#contentChanged = false;
    context.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
    if (shown?.view !== key || shown.pens !== pens || shown.selected !== this.#selected) {
      // A moved map is drawn anew by all its layers; only what changes under a still map must be told.
      const still = shown?.view === key;
      const scene = this.#sceneOf(view, pens);
      this.#shown = { view: key, pens, selected: this.#selected, scene };
      this.#drawAll(context, view, scene);
      if (still || changed) this.#options.roomChanged?.();
    } else if (changed) this.#drawChange(context, view, shown.scene);
  }

  #sceneOf(view: View, pens: SymbolPens): SymbolScene {
    const scene = new SymbolScene(view, pens, this.#selected);
    for (const each of this.#complaints.values()) scene.add(each);
    for (const { placed } of this.#cameras.values()) scene.add(placed);
    for (const area of this.#areas.values()) scene.addArea(area);
    scene.settle();
    return scene;
  }

  #drawAll(context: CanvasRenderingContext2D, view: View, scene: SymbolScene): void {
    context.clearRect(0, 0, view.width, view.height);
    for (const { camera } of this.#cameras.values()) this.#drawCone(context, view, camera);
    scene.drawAll(context);
    this.#drawSelected(context, scene);
  }

  /** Symbols and names alone can be drawn over in part; cones and the selection's ring lie around them. */
  #drawChange(context: CanvasRenderingContext2D, view: View, scene: SymbolScene): void {
    const differs = scene.settle();
    const plain = this.#selected === null && view.zoom < CONES_FROM_ZOOM;
    if (!plain || !scene.drawOver(context, differs)) this.#drawAll(context, view, scene);
    if (differs.length > 0) this.#options.roomChanged?.();
  }

  #replace(before: Placed | undefined, after: Placed | undefined): void {
    if (before) this.#shown?.scene.delete(before);
    if (after) this.#shown?.scene.add(after);
    this.#contentChange();
  }

  #contentChange(): void {
    this.#contentChanged = true;
    this.invalidate();
  }

  #pensFor(view: View): SymbolPens {
    const scale = this.#options.scale();
    const key = `${view.ratio}|${scale}`;
    if (this.#pens?.key !== key) this.#pens = { key, pens: new SymbolPens(this.#palette, view.ratio, scale) };
    return this.#pens.pens;
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

  /** Above everything, in full: what is selected has a ring around its group. */
  #drawSelected(context: CanvasRenderingContext2D, scene: SymbolScene): void {
    if (this.#selected === null) return;
    for (const each of scene.groups)
      if (each.members.some(({ thing }) => this.#isSelected(thing.type, thing.id)))
        this.#drawRing(context, each, each.members[0]!.symbol.radius * this.#options.scale() + 3);
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
}

/** Null without a place. */
function placeComplaint(complaint: Complaint): Placed | null {
  if (complaint.lon === null || complaint.lat === null) return null;
  const look = complaintLook(complaint);
  return {
    ...mercator(complaint.lon, complaint.lat),
    thing: { type: "complaint", id: complaint.id },
    symbol: COMPLAINT_SYMBOLS[look],
    rank: URGENCY.indexOf(look),
    label: complaint.title,
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
