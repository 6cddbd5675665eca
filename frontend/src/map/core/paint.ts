/** Draws symbols on a canvas. */
import type { Palette } from "./palette";
import type { MapSymbol } from "./symbols";

const paths = new Map<string, Path2D>();

function pathOf(d: string): Path2D {
  let path = paths.get(d);
  if (path === undefined) {
    path = new Path2D(d);
    paths.set(d, path);
  }
  return path;
}

/** Draws `symbol` around (x, y) in the context's own units, `scale` times its size. */
export function paintSymbol(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  symbol: MapSymbol,
  palette: Palette,
  x: number,
  y: number,
  scale = 1,
): void {
  for (const part of symbol.parts) {
    context.save();
    context.translate(x, y);
    context.scale(scale * (part.scale ?? 1), scale * (part.scale ?? 1));
    if (part.rotate) context.rotate((part.rotate * Math.PI) / 180);
    if (part.shift) context.translate(part.shift, part.shift);
    context.globalAlpha *= part.opacity ?? 1;
    context.lineJoin = "round";
    context.lineCap = "round";
    const path = pathOf(part.d);
    if (part.fill) {
      context.fillStyle = palette.colour(part.fill);
      context.fill(path);
    }
    if (part.stroke) {
      context.strokeStyle = palette.colour(part.stroke);
      context.lineWidth = part.width ?? 1;
      context.setLineDash(part.dash ? [...part.dash] : []);
      context.stroke(path);
    }
    context.restore();
  }
}
