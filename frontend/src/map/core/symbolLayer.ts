/** The symbols of every entity on one canvas: what lies below them, the symbols, groups where they would lie on each other, names where there is room. */

import type * as Leaflet from "leaflet";
import { mercatorX, mercatorY } from "../../net/live/cells";
import { boxOf } from "./boxGrid";
import { CanvasLayer, type View } from "./canvasLayer";
import type { Group } from "./cluster";
import type { LabelSpace } from "./labels";
import { Palette } from "./palette";
import { SymbolPens } from "./symbolPens";
import { type AreaText, type Placed, SymbolScene, type Thing } from "./symbolScene";

export type { AreaText, Placed, Thing } from "./symbolScene";

export interface SymbolLayerOptions {
  scale(): number;
  /** Other room is taken now than before, though the map has not moved. */
  roomChanged?(): void;
}

const UNDERLAYS_FROM_ZOOM = 12;
const PADDING = 0.2;
const HIT_PX = 14;

export class SymbolLayer extends CanvasLayer {
  readonly #options: SymbolLayerOptions;
  #palette = new Palette(document.documentElement);
  /** By the type of the thing, and its id. */
  readonly #placed = new Map<string, Map<number, Placed>>();
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

  /** Shows a thing, in place of what was shown of it. */
  putThing(placed: Placed): void {
    const { type, id } = placed.thing;
    const all = this.#placedOf(type);
    const before = all.get(id);
    if (before === undefined || !looksSame(before, placed)) {
      all.set(id, placed);
      this.#replace(before, placed);
    } else if (before.underlay?.key !== placed.underlay?.key) {
      before.underlay = placed.underlay;
      this.#contentChange();
    }
  }

  removeThing({ type, id }: Thing): void {
    const all = this.#placedOf(type);
    const before = all.get(id);
    if (all.delete(id)) this.#replace(before, undefined);
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

  /** Selects a thing of a type; null: none of this type is selected. */
  select(type: Thing["type"], id: number | null): void {
    if (id === null && this.#selected?.type !== type) return;
    if (id !== null && this.#isSelected(type, id)) return;
    this.#selected = id === null ? null : { type, id };
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
    for (const all of this.#placed.values()) for (const each of all.values()) scene.add(each);
    for (const area of this.#areas.values()) scene.addArea(area);
    scene.settle();
    return scene;
  }

  #drawAll(context: CanvasRenderingContext2D, view: View, scene: SymbolScene): void {
    context.clearRect(0, 0, view.width, view.height);
    for (const all of this.#placed.values())
      for (const each of all.values()) this.#drawUnderlay(context, view, each);
    scene.drawAll(context);
    this.#drawSelected(context, scene);
  }

  /** Symbols and names alone can be drawn over in part; underlays and the selection's ring lie around them. */
  #drawChange(context: CanvasRenderingContext2D, view: View, scene: SymbolScene): void {
    const differs = scene.settle();
    const plain = this.#selected === null && view.zoom < UNDERLAYS_FROM_ZOOM;
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

  #placedOf(type: string): Map<number, Placed> {
    let all = this.#placed.get(type);
    if (all === undefined) {
      all = new Map();
      this.#placed.set(type, all);
    }
    return all;
  }

  #pensFor(view: View): SymbolPens {
    const scale = this.#options.scale();
    const key = `${view.ratio}|${scale}`;
    if (this.#pens?.key !== key) this.#pens = { key, pens: new SymbolPens(this.#palette, view.ratio, scale) };
    return this.#pens.pens;
  }

  #isSelected(type: string, id: number): boolean {
    return this.#selected?.type === type && this.#selected.id === id;
  }

  #drawUnderlay(context: CanvasRenderingContext2D, view: View, { thing, underlay, ...place }: Placed): void {
    if (underlay === undefined) return;
    const selected = this.#isSelected(thing.type, thing.id);
    if (view.zoom < UNDERLAYS_FROM_ZOOM && !selected) return;
    const at = onCanvas(place.mercatorX, place.mercatorY, view);
    if (at.x < -900 || at.y < -900 || at.x > view.width + 900 || at.y > view.height + 900) return;
    context.save();
    underlay.draw(context, {
      selected,
      colour: (token) => this.#palette.colour(token),
      at: (lon, lat) => onCanvas(mercatorX(lon), mercatorY(lat), view),
    });
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

function looksSame(one: Placed, other: Placed): boolean {
  return (
    one.mercatorX === other.mercatorX &&
    one.mercatorY === other.mercatorY &&
    one.symbol === other.symbol &&
    one.label === other.label
  );
}

function onCanvas(x: number, y: number, view: View): { x: number; y: number } {
  return { x: x * view.worldPx - view.left, y: y * view.worldPx - view.top };
}
