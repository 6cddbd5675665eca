/** The pre-rendered pictures of vehicles, made when first needed, for one palette and one pixel ratio. */
import { VEHICLE_KINDS } from "../../net/live/types";
import { HEADINGS, headingDegrees, VEHICLE_LOOKS } from "../entities/vehicle/looks";
import { vehicleSymbol } from "../entities/vehicle/symbol";
import { Sprite } from "./blit";
import { paintSymbol } from "./paint";
import type { Palette } from "./palette";

export class SpriteBook {
  readonly #palette: Palette;
  readonly #scale: number;
  readonly #pages: (Sprite | undefined)[] = [];

  /** `scale`: device pixels for one CSS pixel of the symbol, viewing distance included. */
  constructor(palette: Palette, scale: number) {
    this.#palette = palette;
    this.#scale = scale;
  }

  /** Small symbols do not tell the kind, so all kinds share a page. */
  sprite(kind: number, look: number, heading: number, large: boolean): Sprite {
    const drawnKind = large ? kind + 1 : 0;
    const key = (drawnKind * VEHICLE_LOOKS.length + look) * (HEADINGS + 1) + heading;
    const known = this.#pages[key];
    if (known !== undefined) return known;
    const made = this.#render(kind, look, heading, large);
    this.#pages[key] = made;
    return made;
  }

  #render(kind: number, look: number, heading: number, large: boolean): Sprite {
    const symbol = vehicleSymbol(
      VEHICLE_KINDS[kind] ?? "other",
      VEHICLE_LOOKS[look]!,
      headingDegrees(heading),
      large,
    );
    const half = Math.ceil((symbol.radius + 1) * this.#scale);
    const side = half * 2;
    const context = new OffscreenCanvas(side, side).getContext("2d", {
      willReadFrequently: true,
    })!;
    paintSymbol(context, symbol, this.#palette, half, half, this.#scale);
    const image = context.getImageData(0, 0, side, side);
    return cropped(new Uint32Array(image.data.buffer), side, half);
  }
}

/** Empty margins cost time in every frame. */
function cropped(pixels: Uint32Array, side: number, anchor: number): Sprite {
  let [left, right, top, bottom] = [side, -1, side, -1];
  pixels.forEach((pixel, index) => {
    if (pixel === 0) return;
    const [x, y] = [index % side, (index / side) | 0];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  });
  if (right < 0) return new Sprite(0, 0, 0, 0, new Uint32Array(0));
  const [width, height] = [right - left + 1, bottom - top + 1];
  const kept = new Uint32Array(width * height);
  for (let row = 0; row < height; row++) {
    const from = (top + row) * side + left;
    kept.set(pixels.subarray(from, from + width), row * width);
  }
  return new Sprite(width, height, anchor - left, anchor - top, kept);
}
