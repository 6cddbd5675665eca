/** How a vehicle looks: kind by glyph, heading by arrow, state by shape and colour. */

import bus from "@mapbox/maki/icons/bus.svg?raw";
import car from "@mapbox/maki/icons/car.svg?raw";
import other from "@mapbox/maki/icons/circle.svg?raw";
import excavator from "@mapbox/maki/icons/construction.svg?raw";
import boat from "@mapbox/maki/icons/ferry.svg?raw";
import fire from "@mapbox/maki/icons/fire-station.svg?raw";
import ambulance from "@mapbox/maki/icons/hospital.svg?raw";
import police from "@mapbox/maki/icons/police.svg?raw";
import motorcycle from "@mapbox/maki/icons/scooter.svg?raw";
import type { VehicleKind } from "../../../net/live/types";
import { circle, diamond, type MapSymbol, type Part } from "../../core/symbols";
import type { VehicleLook } from "./looks";

const TRUCK =
  "M1 3.5H8.5V10H7.9A1.9 1.9 0 0 0 4.1 10H1zM9.3 5.2H11.8L14 7.6V10H13.4A1.9 1.9 0 0 0 9.6 10H9.3z" +
  "M6 8.9A1.3 1.3 0 1 0 6 11.5A1.3 1.3 0 0 0 6 8.9zM11.5 8.9A1.3 1.3 0 1 0 11.5 11.5A1.3 1.3 0 0 0 11.5 8.9z";

/** Glyphs on Maki's grid of 15 by 15. */
export const KIND_GLYPHS: Record<VehicleKind, string> = {
  car: pathOf(car),
  truck: TRUCK,
  ambulance: pathOf(ambulance),
  fire: pathOf(fire),
  bus: pathOf(bus),
  motorcycle: pathOf(motorcycle),
  police: pathOf(police),
  excavator: pathOf(excavator),
  boat: pathOf(boat),
  other: pathOf(other),
};

/** Maki's grid starts at its corner; a symbol's starts at its middle. */
const GLYPH_MIDDLE = -7.5;
const ARROW = "M0 -6.6L4.6 5.2L0 2.6L-4.6 5.2z";
const POINTER = "M0 -17.2L6 -9.4A11 11 0 0 0 -6 -9.4z";

/** The token of a look's own colour. */
export const LOOK_TONE: Record<VehicleLook, string> = {
  moving: "vehicle",
  still: "vehicle-still",
  stale: "stale",
  older: "stale",
  lost: "stale",
  sos: "alarm",
};

/** The stale fades, but never vanishes. */
const OPACITY: Partial<Record<VehicleLook, number>> = {
  stale: 0.9,
  older: 0.65,
  lost: 0.45,
};

/** `heading` in degrees, or null when it is unknown or means nothing (standing still). */
export function vehicleSymbol(
  kind: VehicleKind,
  look: VehicleLook,
  heading: number | null,
  large: boolean,
): MapSymbol {
  return large ? largeSymbol(kind, look, heading) : smallSymbol(look, heading);
}

/** The glyph of a kind alone, for legends. */
export function kindSymbol(kind: VehicleKind): MapSymbol {
  return { radius: 9, parts: [{ d: KIND_GLYPHS[kind], fill: "vehicle", shift: GLYPH_MIDDLE }] };
}

function smallSymbol(look: VehicleLook, heading: number | null): MapSymbol {
  const tone = LOOK_TONE[look];
  const opacity = OPACITY[look] ?? 1;
  if (look === "sos") {
    const parts: Part[] = [
      { d: diamond(9), stroke: "map-halo", width: 3 },
      { d: diamond(9), fill: tone },
      { d: circle(2.4), fill: "map-halo" },
    ];
    return { radius: 12, parts };
  }
  if (look === "moving") {
    const d = heading === null ? circle(4) : ARROW;
    const rotate = heading ?? 0;
    return {
      radius: 9,
      parts: [
        { d, stroke: "map-halo", width: 2.5, rotate },
        { d, fill: tone, rotate },
      ],
    };
  }
  if (look === "still") {
    const square = "M-3 -3H3V3H-3z";
    return {
      radius: 6,
      parts: [
        { d: square, stroke: "map-halo", width: 2.5 },
        { d: square, fill: tone },
      ],
    };
  }
  return {
    radius: 6,
    parts: [{ d: circle(3), fill: "map-halo", stroke: tone, width: 1.5, opacity }],
  };
}

function largeSymbol(kind: VehicleKind, look: VehicleLook, heading: number | null): MapSymbol {
  const tone = LOOK_TONE[look];
  const opacity = OPACITY[look] ?? 1;
  const stale = opacity < 1;
  const body = look === "sos" ? diamond(14) : circle(10);
  const parts: Part[] = [{ d: body, stroke: "map-halo", width: 4, opacity }];
  if (heading !== null && !stale) {
    parts.push(
      { d: POINTER, stroke: "map-halo", width: 2.5, rotate: heading },
      { d: POINTER, fill: tone, rotate: heading },
    );
  }
  const solid = look === "moving" || look === "sos";
  parts.push({ d: body, fill: solid ? tone : "surface", opacity });
  if (!solid)
    parts.push({
      d: body,
      stroke: tone,
      width: 1.5,
      opacity,
      ...(stale ? { dash: [3, 2.4] } : {}),
    });
  parts.push({
    d: KIND_GLYPHS[kind],
    fill: solid ? "map-halo" : tone,
    scale: 0.88,
    shift: GLYPH_MIDDLE,
    opacity,
  });
  return { radius: 20, parts };
}

function pathOf(svg: string): string {
  return [...svg.matchAll(/ d="([^"]+)"/g)]
    .map((match) => match[1]!.replace(/&#x[0-9A-F]+;/gi, " "))
    .join("");
}
