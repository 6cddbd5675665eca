/** Copies small pre-rendered pictures into a pixel buffer: what makes ten thousand symbols a frame affordable. */

/** RGBA pixels as 32-bit words, straight alpha as in ImageData; the anchor is the pixel that lies on the position. */
export interface Sprite {
  readonly width: number;
  readonly height: number;
  readonly anchorX: number;
  readonly anchorY: number;
  readonly pixels: Uint32Array;
}

export interface Surface {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint32Array;
}

/** Draws `sprite` with its anchor on (x, y), in device pixels; what lies outside is cut off. */
export function blit(surface: Surface, sprite: Sprite, x: number, y: number): void {
  const left = Math.round(x) - sprite.anchorX;
  const top = Math.round(y) - sprite.anchorY;
  const fromColumn = Math.max(0, -left);
  const toColumn = Math.min(sprite.width, surface.width - left);
  const fromRow = Math.max(0, -top);
  const toRow = Math.min(sprite.height, surface.height - top);
  const { pixels: source } = sprite;
  const { pixels: target } = surface;
  for (let row = fromRow; row < toRow; row++) {
    let from = row * sprite.width + fromColumn;
    let to = (top + row) * surface.width + left + fromColumn;
    for (let column = fromColumn; column < toColumn; column++, from++, to++) {
      const pixel = source[from]!;
      if (pixel === 0) continue;
      const below = target[to]!;
      target[to] = pixel >>> 24 === 255 || below === 0 ? pixel : over(pixel, below);
    }
  }
}

/** `above` over `below`, both straight alpha, in the byte order of ImageData on little-endian machines (ABGR words). */
export function over(above: number, below: number): number {
  const alpha = above >>> 24;
  const rest = (((below >>> 24) * (255 - alpha)) / 255) | 0;
  const sum = alpha + rest;
  if (sum === 0) return 0;
  const red = ((above & 255) * alpha + (below & 255) * rest) / sum;
  const green = (((above >>> 8) & 255) * alpha + ((below >>> 8) & 255) * rest) / sum;
  const blue = (((above >>> 16) & 255) * alpha + ((below >>> 16) & 255) * rest) / sum;
  return ((sum << 24) | ((blue & 255) << 16) | ((green & 255) << 8) | (red & 255)) >>> 0;
}
