/** What drawing symbols and their names needs and what changes only with the theme, the font, or the size of a pixel. */
import type { Palette } from "./palette";
import { paint, type Sprite, Sprites, type Texts, writeText } from "./sprites";

export class SymbolPens {
  /** CSS pixels of the root font, over 16. */
  readonly scale: number;
  readonly sprites: Sprites;
  readonly areas: Texts;
  readonly names: Texts;
  readonly #palette: Palette;
  readonly #counts: Texts;

  /** `ratio`: device pixels per CSS pixel. */
  constructor(palette: Palette, ratio: number, scale: number) {
    this.scale = scale;
    this.#palette = palette;
    this.sprites = new Sprites(palette, ratio);
    const font = (weight: number, px: number) => `${weight} ${px * scale}px "Inter Variable", sans-serif`;
    const halo = palette.colour("map-halo");
    const text = palette.colour("text");
    this.areas = this.sprites.texts({ font: font(600, 12), color: text, halo, haloWidth: 3.5 });
    this.names = this.sprites.texts({
      font: font(500, 12),
      color: palette.colour("text-muted"),
      halo,
      haloWidth: 3,
    });
    this.#counts = this.sprites.texts({ font: font(600, 11), color: text });
  }

  /** How many there are in a group, and the size of the badge without its halo. */
  count(text: string): { sprite: Sprite; width: number; height: number } {
    const width = this.#counts.widthOf(text) + 7 * this.scale;
    const height = 15 * this.scale;
    const sprite = this.sprites.painted(text, (ratio) =>
      paint(width + 4, height + 4, ratio, (context) => this.#paintCount(context, text, width)),
    );
    return { sprite, width, height };
  }

  #paintCount(context: OffscreenCanvasRenderingContext2D, text: string, width: number): void {
    const { scale } = this;
    context.fillStyle = this.#palette.colour("map-halo");
    context.beginPath();
    context.roundRect(0.5, 0.5, width + 3, 15 * scale + 3, 9 * scale);
    context.fill();
    context.fillStyle = this.#palette.colour("surface-hover");
    context.beginPath();
    context.roundRect(2, 2, width, 15 * scale, 7.5 * scale);
    context.fill();
    writeText(context, text, this.#counts.style, 2 + 3.5 * scale, 2 + 8 * scale);
  }
}
