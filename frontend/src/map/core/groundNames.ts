/** The names of the ground, on a canvas of their own: they give way to what other layers draw without a new ground. */
import { CanvasLayer, type View } from "./canvasLayer";
import { LabelSpace } from "./labels";
import { Palette } from "./palette";
import { drawSprite, Sprites, type Texts } from "./sprites";

export interface GroundName {
  text: string;
  /** Web-mercator 0..1. */
  x: number;
  y: number;
  size: number;
  weight: number;
  fromZoom: number;
  italic: boolean;
  spaced: boolean;
}

/**
 * What says whether a box, in the map's CSS pixels moved by (dx, dy), is clear of what other layers have drawn: names of
 * the ground give way.
 */
export type RoomAt = (
  dx: number,
  dy: number,
) => (left: number, top: number, width: number, height: number) => boolean;

/** A name at its place: index, and CSS pixels of the middle. */
type PlacedName = readonly [name: number, x: number, y: number];

interface Pens {
  key: string;
  /** CSS pixels of the root font, over 16. */
  scale: number;
  sprites: Sprites;
  /** By the look of a name. */
  texts: Map<string, Texts>;
}

export class GroundNames extends CanvasLayer {
  readonly #scale: () => number;
  readonly #room: RoomAt;
  #palette = new Palette(document.documentElement);
  #names: readonly GroundName[] = [];
  #pens: Pens | null = null;
  #drawn = "";

  constructor(padding: number, scale: () => number, room: RoomAt) {
    super("ground", padding);
    this.#scale = scale;
    this.#room = room;
  }

  show(names: readonly GroundName[]): void {
    this.#names = names;
    this.#drawn = "";
    this.invalidate();
  }

  restyle(): void {
    this.#palette = new Palette(document.documentElement);
    this.#pens = null;
    this.#drawn = "";
    this.invalidate();
  }

  protected override fontsLoaded(): void {
    this.#pens = null;
    this.#drawn = "";
    this.invalidate();
  }

  protected override draw(context: CanvasRenderingContext2D, view: View): void {
    const pens = this.#pensFor(view);
    const placed = this.#place(view, pens);
    const { width, height, zoom, left, top } = view;
    const drawn = JSON.stringify([pens.key, width, height, zoom, left, top, placed]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    context.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
    for (const [index, x, y] of placed) {
      const name = this.#names[index]!;
      drawSprite(context, this.#textsFor(name, pens).sprite(name.text), x, y, view.ratio);
    }
  }

  #pensFor(view: View): Pens {
    const scale = this.#scale();
    const key = `${view.ratio}|${scale}`;
    if (this.#pens?.key !== key)
      this.#pens = { key, scale, sprites: new Sprites(this.#palette, view.ratio), texts: new Map() };
    return this.#pens;
  }

  /** Each name at its place, or a line below or above it when that is taken; not at all when all three are. */
  #place(view: View, pens: Pens): PlacedName[] {
    const corner = this.toCanvas(0, 0);
    const space = new LabelSpace();
    const isFree = this.#room(corner.x, corner.y);
    const placed: PlacedName[] = [];
    this.#names.forEach((name, index) => {
      if (view.zoom < name.fromZoom) return;
      const x = name.x * view.worldPx - view.left;
      const at = name.y * view.worldPx - view.top;
      if (x < -80 || at < -20 || x > view.width + 80 || at > view.height + 20) return;
      const size = name.size * pens.scale;
      const width = this.#textsFor(name, pens).widthOf(name.text);
      const y = [0, 1.4, -1.4]
        .map((lines) => at + lines * size)
        .find((middle) => {
          const box = [x - width / 2 - 4, middle - size * 0.7, width + 8, size * 1.4] as const;
          return isFree(...box) && space.take(...box);
        });
      if (y !== undefined) placed.push([index, x, y]);
    });
    return placed;
  }

  #textsFor({ italic, weight, size, spaced }: GroundName, { scale, sprites, texts }: Pens): Texts {
    const look = `${italic}|${weight}|${size}|${spaced}`;
    let found = texts.get(look);
    if (found === undefined) {
      const px = size * scale;
      found = sprites.texts({
        font: `${italic ? "italic " : ""}${weight} ${px}px "Inter Variable", sans-serif`,
        spacing: spaced ? 0.06 * px : 0,
        color: this.#palette.colour("map-label"),
        ...(italic ? {} : { halo: this.#palette.colour("map-land"), haloWidth: 3 }),
      });
      texts.set(look, found);
    }
    return found;
  }
}
