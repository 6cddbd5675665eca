/**
 * Ten thousand vehicles on one canvas: positions come from typed arrays, symbols are blitted into a pixel buffer, and only
 * labels and the selection are drawn by the canvas itself.
 */
import type { PositionStore } from "../../../net/live/positions";
import { blit, type Surface } from "../../core/blit";
import { CanvasLayer, type View } from "../../core/canvasLayer";
import { LabelSpace } from "../../core/labels";
import { Motion } from "../../core/motion";
import { Palette } from "../../core/palette";
import { SpriteBook } from "../../core/spriteBook";
import { drawSprite, type Sprite } from "../../core/sprites";
import { CALL_RADIUS, CALL_REACH, callMark } from "./callMark";
import { headingIndex, lookIndex } from "./looks";

export interface VehicleLayerOptions {
  store: PositionStore;
  /** Unix seconds of the server's clock. */
  now(): number;
  /** What is written beside a vehicle when there is room. */
  label(vehicle: number): string;
  /** Vehicles that are not to be drawn. */
  hidden(vehicle: number): boolean;
  /** Vehicles that call for help: they are ringed. Absent: none. */
  calling?(): ReadonlySet<number>;
  /** Blocks the room that other layers' symbols and names take. */
  reserve(space: LabelSpace): void;
  /** Pixels of the root font, over 16: the viewing distance. */
  scale(): number;
  /** Whether vehicles glide to their new places. */
  smooth: boolean;
}

const LARGE_FROM_ZOOM = 12;
const LARGE_AT_MOST = 900;
/** Above this many, small symbols are drawn smaller still, so that the ground stays visible. */
const CROWD_FROM = 2_500;
const CROWD_SCALE = 0.7;
const LABELS_AT_MOST = 160;
const BLINK_MS = 500;
const AGEING_MS = 5_000;
const HIT_PX = 14;
const NOBODY: ReadonlySet<number> = new Set();

export class VehicleLayer extends CanvasLayer {
  readonly #options: VehicleLayerOptions;
  readonly #motion = new Motion();
  #book: SpriteBook | null = null;
  #bookKey = "";
  #palette = new Palette(document.documentElement);
  #image: ImageData | null = null;
  #surface: Surface | null = null;
  #slots = new Uint32Array(0);
  #screenX = new Float32Array(0);
  #screenY = new Float32Array(0);
  #shown = 0;
  #timer = 0;
  #selected: number | null = null;
  #hovered: number | null = null;
  /** Whether the last drawing wrote names beside vehicles. */
  #named = false;
  /** A drawing of all vehicles has been asked for. */
  #due = false;
  #call: { key: string; mark: Sprite } | null = null;
  /** Vehicles whose calls for help the canvas shows. */
  #called: ReadonlySet<number> = NOBODY;
  /** The view and the positions of the vehicles in the pixel buffer. */
  #drawn = "";
  /** Milliseconds that the last drawing took. */
  lastDrawMs = 0;

  constructor(options: VehicleLayerOptions) {
    super("vehicles");
    this.#options = options;
  }

  /** How many vehicles the last drawing showed. */
  get shown(): number {
    return this.#shown;
  }

  select(vehicle: number | null): void {
    this.#selected = vehicle;
    this.invalidate();
  }

  hover(vehicle: number | null): void {
    if (vehicle === this.#hovered) return;
    this.#hovered = vehicle;
    this.invalidate();
  }

  override invalidate(): void {
    this.#due = true;
    super.invalidate();
  }

  /** Other vehicles call for help: their rings are drawn over the vehicles, which stay as they are. */
  drawRings(): void {
    super.invalidate();
  }

  /** Other layers take other room now: names beside vehicles are placed anew, where there are any. */
  placeNames(): void {
    if (this.#named) this.invalidate();
  }

  /** Colours have changed. */
  restyle(): void {
    this.#palette = new Palette(document.documentElement);
    this.#book = null;
    this.#call = null;
    this.invalidate();
  }

  protected override fontsLoaded(): void {
    this.#call = null;
    this.invalidate();
  }

  /** The vehicle nearest to a point of the map (CSS pixels), or null if none is close. */
  hit(x: number, y: number): number | null {
    let best: number | null = null;
    let nearest = (HIT_PX * this.#options.scale()) ** 2;
    for (let index = 0; index < this.#shown; index++) {
      const distance = (this.#screenX[index]! - x) ** 2 + (this.#screenY[index]! - y) ** 2;
      if (distance > nearest) continue;
      nearest = distance;
      best = this.#options.store.id[this.#slots[index]!]!;
    }
    return best;
  }

  protected override draw(context: CanvasRenderingContext2D, view: View, now: number): void {
    const started = performance.now();
    const drawn = JSON.stringify([view, this.#options.store.version]);
    if (!this.#due && drawn === this.#drawn && this.#image !== null && !this.#named) {
      this.#drawChangedCalls(context, view, this.#image);
      return;
    }
    this.#due = false;
    this.#drawn = drawn;
    const moving = this.#motion.advance(this.#options.store, now, view.worldPx, this.#options.smooth);
    const surface = this.#surfaceOf(context);
    surface.pixels.fill(0);
    this.#place(view);
    const large = this.#isLarge(view);
    const urgent = this.#blitAll(surface, view, large);
    context.putImageData(this.#image!, 0, 0);
    this.#called = new Set(this.#options.calling?.());
    this.#drawOnTop(context, view, large, this.#called);
    this.lastDrawMs = performance.now() - started;
    if (moving) this.invalidate();
    else this.#wake(urgent && this.#options.smooth ? BLINK_MS : AGEING_MS);
  }

  /** Draws anew only the parts of the canvas where calls for help have come or gone. */
  #drawChangedCalls(context: CanvasRenderingContext2D, view: View, image: ImageData): void {
    const calling = this.#options.calling?.() ?? NOBODY;
    const changed = [...new Set([...calling, ...this.#called])]
      .filter((vehicle) => calling.has(vehicle) !== this.#called.has(vehicle))
      .map((vehicle) => this.#placeOf(vehicle))
      .filter((place) => place !== null);
    this.#called = new Set(calling);
    if (changed.length === 0) return;
    const half = CALL_REACH * this.#options.scale();
    context.save();
    context.beginPath();
    for (const { x, y } of changed) {
      const [left, top] = [Math.floor((x - half) * view.ratio), Math.floor((y - half) * view.ratio)];
      const side = Math.ceil(2 * half * view.ratio) + 1;
      context.putImageData(image, 0, 0, left, top, side, side);
      context.rect(left, top, side, side);
    }
    context.clip();
    const isNear = (vehicle: number): boolean => {
      const at = this.#placeOf(vehicle);
      return (
        at !== null &&
        changed.some(({ x, y }) => Math.abs(x - at.x) < 2 * half + 1 && Math.abs(y - at.y) < 2 * half + 1)
      );
    };
    this.#drawOnTop(context, view, this.#isLarge(view), [...calling].filter(isNear));
    context.restore();
  }

  #isLarge(view: View): boolean {
    return view.zoom >= LARGE_FROM_ZOOM && this.#shown <= LARGE_AT_MOST;
  }

  /** Without news, symbols still age and the SOS symbol still blinks. */
  #wake(ms: number): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.invalidate(), ms);
  }

  #surfaceOf(context: CanvasRenderingContext2D): Surface {
    const { width, height } = context.canvas;
    if (this.#surface?.width !== width || this.#surface.height !== height) {
      this.#image = new ImageData(Math.max(1, width), Math.max(1, height));
      this.#surface = {
        width,
        height,
        pixels: new Uint32Array(this.#image.data.buffer),
      };
    }
    return this.#surface;
  }

  /** Works out which vehicles lie in the view, and where. */
  #place(view: View): void {
    const { store, hidden } = this.#options;
    if (this.#slots.length < store.size) {
      this.#slots = new Uint32Array(store.id.length);
      this.#screenX = new Float32Array(store.id.length);
      this.#screenY = new Float32Array(store.id.length);
    }
    const margin = 20;
    let shown = 0;
    for (let slot = 0; slot < store.size; slot++) {
      const x = this.#motion.x[slot]! * view.worldPx - view.left;
      const y = this.#motion.y[slot]! * view.worldPx - view.top;
      if (x < -margin || y < -margin || x > view.width + margin || y > view.height + margin) continue;
      if (hidden(store.id[slot]!)) continue;
      this.#slots[shown] = slot;
      this.#screenX[shown] = x;
      this.#screenY[shown] = y;
      shown++;
    }
    this.#shown = shown;
  }

  /** Draws calm ones first, so that nobody in need is covered. Says whether there is an SOS. */
  #blitAll(surface: Surface, view: View, large: boolean): boolean {
    const { store } = this.#options;
    const book = this.#bookFor(view);
    const now = this.#options.now();
    const blinkOff = this.#options.smooth && Math.floor(performance.now() / BLINK_MS) % 2 === 1;
    const late: number[] = [];
    for (let index = 0; index < this.#shown; index++) {
      const slot = this.#slots[index]!;
      const look = lookIndex(store.state[slot]!, now - store.fixTime[slot]!);
      if (look === 5) {
        late.push(index);
        continue;
      }
      const heading = headingIndex(store.courseCdeg[slot]!, look);
      const sprite = book.sprite(store.kind[slot]!, look, heading, large);
      blit(surface, sprite, this.#screenX[index]! * view.ratio, this.#screenY[index]! * view.ratio);
    }
    for (const index of late) {
      const slot = this.#slots[index]!;
      const heading = headingIndex(store.courseCdeg[slot]!, 5);
      const sprite = book.sprite(store.kind[slot]!, 5, heading, large || !blinkOff);
      blit(surface, sprite, this.#screenX[index]! * view.ratio, this.#screenY[index]! * view.ratio);
    }
    return late.length > 0;
  }

  #bookFor(view: View): SpriteBook {
    const crowd = this.#shown > CROWD_FROM ? CROWD_SCALE : 1;
    const scale = view.ratio * this.#options.scale() * crowd;
    if (this.#book === null || this.#bookKey !== String(scale)) {
      this.#book = new SpriteBook(this.#palette, scale);
      this.#bookKey = String(scale);
    }
    return this.#book;
  }

  #drawOnTop(context: CanvasRenderingContext2D, view: View, large: boolean, calling: Iterable<number>): void {
    context.save();
    context.scale(view.ratio, view.ratio);
    this.#named = large && this.#shown <= LABELS_AT_MOST;
    if (this.#named) this.#drawLabels(context);
    else if (this.#hovered !== null) this.#drawLabelOf(context, this.#hovered);
    for (const vehicle of calling) this.#drawCall(context, view, vehicle);
    for (const vehicle of [this.#hovered, this.#selected])
      if (vehicle !== null) this.#drawRing(context, vehicle, large);
    context.restore();
  }

  #drawLabels(context: CanvasRenderingContext2D): void {
    const space = new LabelSpace();
    this.#options.reserve(space);
    const scale = this.#options.scale();
    for (let index = 0; index < this.#shown; index++) {
      const [x, y] = [this.#screenX[index]!, this.#screenY[index]!];
      space.block(x - 11 * scale, y - 11 * scale, 22 * scale, 22 * scale);
    }
    this.#prepareText(context);
    const calling = this.#options.calling?.();
    for (let index = 0; index < this.#shown; index++) {
      const vehicle = this.#options.store.id[this.#slots[index]!]!;
      const text = this.#options.label(vehicle);
      const width = context.measureText(text).width;
      const away = calling?.has(vehicle) ? CALL_RADIUS + 5 : 15;
      const [left, top] = [this.#screenX[index]! + away * scale, this.#screenY[index]! - 8 * scale];
      if (space.take(left, top, width + 4, 16 * scale)) writeText(context, text, left, top + 8 * scale);
    }
  }

  #drawLabelOf(context: CanvasRenderingContext2D, vehicle: number): void {
    const place = this.#placeOf(vehicle);
    if (place === null) return;
    this.#prepareText(context);
    writeText(context, this.#options.label(vehicle), place.x + 15 * this.#options.scale(), place.y);
  }

  #prepareText(context: CanvasRenderingContext2D): void {
    context.font = `500 ${12.5 * this.#options.scale()}px "Inter Variable", sans-serif`;
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 3;
    context.strokeStyle = this.#palette.colour("map-halo");
    context.fillStyle = this.#palette.colour("text");
  }

  #drawRing(context: CanvasRenderingContext2D, vehicle: number, large: boolean): void {
    const place = this.#placeOf(vehicle);
    if (place === null) return;
    const radius = (large ? 17 : 12) * this.#options.scale();
    context.beginPath();
    context.arc(place.x, place.y, radius, 0, 2 * Math.PI);
    context.lineWidth = 5;
    context.strokeStyle = this.#palette.colour("map-halo");
    context.stroke();
    context.lineWidth = vehicle === this.#selected ? 2.5 : 1.25;
    context.strokeStyle = this.#palette.colour("info");
    context.stroke();
  }

  /** Two rings and the letters: nobody overlooks it in a crowd, and nobody needs the colour to read it. */
  #drawCall(context: CanvasRenderingContext2D, view: View, vehicle: number): void {
    const place = this.#placeOf(vehicle);
    if (place === null) return;
    const scale = this.#options.scale();
    const key = `${view.ratio}|${scale}`;
    if (this.#call?.key !== key) this.#call = { key, mark: callMark(this.#palette, view.ratio, scale) };
    drawSprite(context, this.#call.mark, place.x, place.y, view.ratio);
  }

  #placeOf(vehicle: number): { x: number; y: number } | null {
    const slot = this.#options.store.slotOf(vehicle);
    if (slot === undefined) return null;
    const index = this.#slots.subarray(0, this.#shown).indexOf(slot);
    return index < 0 ? null : { x: this.#screenX[index]!, y: this.#screenY[index]! };
  }
}

function writeText(context: CanvasRenderingContext2D, text: string, x: number, y: number): void {
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
}
