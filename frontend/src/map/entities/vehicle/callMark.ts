/** What marks a vehicle that calls for help, painted once: drawing it again is a copy of its pixels. */
import type { Palette } from "../../core/palette";
import { paint, type Sprite, writeText } from "../../core/sprites";

/** Radius and width of the rings. */
const RINGS = [
  [22, 3],
  [31, 1.75],
] as const;
/** CSS pixels at scale 1. */
export const CALL_RADIUS = RINGS[1][0];
/** Nothing of the mark is drawn further from its vehicle, across or down. */
export const CALL_REACH = 60;

/** The vehicle is in the middle of the picture; `ratio`: device pixels per CSS pixel. */
export function callMark(palette: Palette, ratio: number, scale: number): Sprite {
  const side = 2 * CALL_REACH * scale;
  return paint(side, side, ratio, (context) => {
    context.translate(side / 2, side / 2);
    for (const [radius, width] of RINGS) {
      for (const [colour, extra] of [
        ["map-halo", 3],
        ["alarm", 0],
      ] as const) {
        context.beginPath();
        context.arc(0, 0, radius * scale, 0, 2 * Math.PI);
        context.lineWidth = width + extra;
        context.strokeStyle = palette.colour(colour);
        context.stroke();
      }
    }
    const style = {
      font: `700 ${14 * scale}px "Inter Variable", sans-serif`,
      color: palette.colour("alarm"),
      halo: palette.colour("map-halo"),
      haloWidth: 4,
    };
    context.textAlign = "center";
    writeText(context, "SOS", style, 0, -42 * scale);
  });
}
