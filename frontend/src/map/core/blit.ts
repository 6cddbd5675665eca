/** Copies small pre-rendered pictures into a pixel buffer: what makes ten thousand symbols a frame affordable. */

export interface Surface {
  readonly width: number;
  readonly height: number;
  /** RGBA as 32-bit words, straight alpha as in ImageData. */
  readonly pixels: Uint32Array;
}

/** A sprite's pixels as places relative to its anchor in a surface of one width: no row, column or hole is visited. */
interface Stencil {
  readonly surfaceWidth: number;
  readonly solidAt: Int32Array;
  readonly solid: Uint32Array;
  readonly softAt: Int32Array;
  readonly soft: Uint32Array;
}

/** A small picture; the anchor is the pixel that lies on the position. */
export class Sprite {
  readonly width: number;
  readonly height: number;
  readonly anchorX: number;
  readonly anchorY: number;
  readonly pixels: Uint32Array;
  #stencil: Stencil | null = null;

  constructor(width: number, height: number, anchorX: number, anchorY: number, pixels: Uint32Array) {
    this.width = width;
    this.height = height;
    this.anchorX = anchorX;
    this.anchorY = anchorY;
    this.pixels = pixels;
  }

  stencil(surfaceWidth: number): Stencil {
    if (this.#stencil?.surfaceWidth !== surfaceWidth) this.#stencil = this.#cut(surfaceWidth);
    return this.#stencil;
  }

  #cut(surfaceWidth: number): Stencil {
    const [solidAt, solid, softAt, soft]: number[][] = [[], [], [], []];
    this.pixels.forEach((pixel, index) => {
      const alpha = pixel >>> 24;
      if (alpha === 0) return;
      const row = Math.floor(index / this.width) - this.anchorY;
      const at = row * surfaceWidth + (index % this.width) - this.anchorX;
      (alpha === 255 ? solidAt! : softAt!).push(at);
      (alpha === 255 ? solid! : soft!).push(pixel);
    });
    return {
      surfaceWidth,
      solidAt: Int32Array.from(solidAt!),
      solid: Uint32Array.from(solid!),
      softAt: Int32Array.from(softAt!),
      soft: Uint32Array.from(soft!),
    };
  }
}

/** Draws `sprite` with its anchor on (x, y), in device pixels; what lies outside is cut off. */
export function blit(surface: Surface, sprite: Sprite, x: number, y: number): void {
  const column = Math.round(x);
  const row = Math.round(y);
  const left = column - sprite.anchorX;
  const top = row - sprite.anchorY;
  const inside =
    left >= 0 && top >= 0 && left + sprite.width <= surface.width && top + sprite.height <= surface.height;
  if (inside) stamp(surface.pixels, sprite.stencil(surface.width), row * surface.width + column);
  else blitCut(surface, sprite, left, top);
}

function stamp(target: Uint32Array, stencil: Stencil, anchor: number): void {
  const { solidAt, solid, softAt, soft } = stencil;
  for (let index = 0; index < solidAt.length; index++) target[anchor + solidAt[index]!] = solid[index]!;
  for (let index = 0; index < softAt.length; index++) {
    const to = anchor + softAt[index]!;
    const below = target[to]!;
    target[to] = below === 0 ? soft[index]! : over(soft[index]!, below);
  }
}

function blitCut(surface: Surface, sprite: Sprite, left: number, top: number): void {
  const fromColumn = Math.max(0, -left);
  const toColumn = Math.min(sprite.width, surface.width - left);
  const toRow = Math.min(sprite.height, surface.height - top);
  for (let row = Math.max(0, -top); row < toRow; row++) {
    let from = row * sprite.width + fromColumn;
    let to = (top + row) * surface.width + left + fromColumn;
    for (let column = fromColumn; column < toColumn; column++, from++, to++) {
      const pixel = sprite.pixels[from]!;
      if (pixel !== 0) surface.pixels[to] = over(pixel, surface.pixels[to]!);
    }
  }
}

/** `above` over `below`, both straight alpha, in the byte order of ImageData on little-endian machines (ABGR words). */
export function over(above: number, below: number): number {
  const alpha = above >>> 24;
  if (alpha === 255 || below === 0) return above;
  if (below >>> 24 === 255) return overSolid(above, below, alpha);
  const rest = (((below >>> 24) * (255 - alpha)) / 255) | 0;
  const sum = alpha + rest;
  if (sum === 0) return 0;
  const red = ((above & 255) * alpha + (below & 255) * rest) / sum;
  const green = (((above >>> 8) & 255) * alpha + ((below >>> 8) & 255) * rest) / sum;
  const blue = (((above >>> 16) & 255) * alpha + ((below >>> 16) & 255) * rest) / sum;
  return ((sum << 24) | ((blue & 255) << 16) | ((green & 255) << 8) | (red & 255)) >>> 0;
}

/** Two channels at a time; dividing by 256 instead of 255 darkens by less than one step. */
function overSolid(above: number, below: number, alpha: number): number {
  const rest = 255 - alpha;
  const redBlue = (Math.imul(above & 0xff00ff, alpha) + Math.imul(below & 0xff00ff, rest)) >>> 8;
  const green = (Math.imul((above >>> 8) & 255, alpha) + Math.imul((below >>> 8) & 255, rest)) >>> 8;
  return (0xff000000 | (redBlue & 0xff00ff) | (green << 8)) >>> 0;
}
