/** Symbols and texts of the map as pictures, each painted once: drawing one again is a copy of its pixels. */
import { paintSymbol } from "./paint";
import type { Palette } from "./palette";
import type { MapSymbol } from "./symbols";

export interface Sprite {
  image: CanvasImageSource;
  /** CSS pixels. */
  width: number;
  height: number;
}

export interface TextStyle {
  /** As the canvas takes it: weight, size in CSS pixels, family. */
  font: string;
  /** CSS pixels between letters. */
  spacing?: number;
  color: string;
  /** The colour and the width of the line around the letters; absent: none. */
  halo?: string;
  haloWidth?: number;
}

/** Texts change with what is shown; a wall that runs for months starts anew now and then. */
const MOST_TEXTS = 4_000;

export class Sprites {
  readonly #palette: Palette;
  readonly #ratio: number;
  readonly #symbols = new Map<MapSymbol, Sprite>();
  readonly #painted = new Map<string, Sprite>();

  /** `ratio`: device pixels per CSS pixel. */
  constructor(palette: Palette, ratio: number) {
    this.#palette = palette;
    this.#ratio = ratio;
  }

  symbol(symbol: MapSymbol, scale: number): Sprite {
    let sprite = this.#symbols.get(symbol);
    if (sprite === undefined) {
      const side = 2 * (symbol.radius + 3) * scale;
      sprite = paint(side, side, this.#ratio, (context) =>
        paintSymbol(context, symbol, this.#palette, side / 2, side / 2, scale),
      );
      this.#symbols.set(symbol, sprite);
    }
    return sprite;
  }

  /** The picture of this name; `make` paints it when there is none. */
  painted(name: string, make: (ratio: number) => Sprite): Sprite {
    let sprite = this.#painted.get(name);
    if (sprite === undefined) {
      if (this.#painted.size >= MOST_TEXTS) this.#painted.clear();
      sprite = make(this.#ratio);
      this.#painted.set(name, sprite);
    }
    return sprite;
  }

  texts(style: TextStyle): Texts {
    return new Texts(style, this.#ratio);
  }
}

/** Texts of one style. */
export class Texts {
  readonly style: TextStyle;
  readonly #ratio: number;
  readonly #sprites = new Map<string, Sprite>();
  readonly #widths = new Map<string, number>();
  readonly #ruler: OffscreenCanvasRenderingContext2D;

  constructor(style: TextStyle, ratio: number) {
    this.style = style;
    this.#ratio = ratio;
    this.#ruler = new OffscreenCanvas(1, 1).getContext("2d")!;
    this.#ruler.font = style.font;
    this.#ruler.letterSpacing = `${style.spacing ?? 0}px`;
  }

  /** CSS pixels. */
  widthOf(text: string): number {
    let width = this.#widths.get(text);
    if (width === undefined) {
      if (this.#widths.size >= MOST_TEXTS) this.#widths.clear();
      width = this.#ruler.measureText(text).width;
      this.#widths.set(text, width);
    }
    return width;
  }

  /** The text in the middle of its picture. */
  sprite(text: string): Sprite {
    let sprite = this.#sprites.get(text);
    if (sprite === undefined) {
      if (this.#sprites.size >= MOST_TEXTS) this.#sprites.clear();
      const size = Number.parseFloat(/([\d.]+)px/.exec(this.style.font)?.[1] ?? "16");
      const margin = 2 + (this.style.haloWidth ?? 0);
      const [width, height] = [this.widthOf(text) + 2 * margin, 1.5 * size + 2 * margin];
      sprite = paint(width, height, this.#ratio, (context) =>
        writeText(context, text, this.style, margin, height / 2),
      );
      this.#sprites.set(text, sprite);
    }
    return sprite;
  }
}

/** A picture of so many CSS pixels. */
export function paint(
  width: number,
  height: number,
  ratio: number,
  draw: (context: OffscreenCanvasRenderingContext2D) => void,
): Sprite {
  const [across, down] = [Math.max(1, Math.ceil(width * ratio)), Math.max(1, Math.ceil(height * ratio))];
  const context = new OffscreenCanvas(across, down).getContext("2d")!;
  context.scale(ratio, ratio);
  draw(context);
  return { image: context.canvas.transferToImageBitmap(), width: across / ratio, height: down / ratio };
}

export function writeText(
  context: OffscreenCanvasRenderingContext2D,
  text: string,
  style: TextStyle,
  left: number,
  middle: number,
): void {
  context.font = style.font;
  context.letterSpacing = `${style.spacing ?? 0}px`;
  context.textBaseline = "middle";
  context.lineJoin = "round";
  if (style.halo !== undefined) {
    context.lineWidth = style.haloWidth ?? 3;
    context.strokeStyle = style.halo;
    context.strokeText(text, left, middle);
  }
  context.fillStyle = style.color;
  context.fillText(text, left, middle);
}

/** Draws a sprite around (x, y) in CSS pixels, on whole device pixels so that it stays sharp. */
export function drawSprite(
  context: CanvasRenderingContext2D,
  { image, width, height }: Sprite,
  x: number,
  y: number,
  ratio: number,
): void {
  const left = Math.round((x - width / 2) * ratio) / ratio;
  const top = Math.round((y - height / 2) * ratio) / ratio;
  context.drawImage(image, left, top, width, height);
}
