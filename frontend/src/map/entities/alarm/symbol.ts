import type { VehicleEvent } from "../../../net/live/types";
import { circle, diamond, HALO, type MapSymbol } from "../../core/symbols";

/** SOS, any other alarm, or a warning: told apart by shape, not by colour alone. */
export type AlarmLook = "sos" | "alarm" | "warning";

export function alarmLook(event: Pick<VehicleEvent, "kind" | "severity">): AlarmLook {
  if (event.kind === "sos") return "sos";
  return event.severity >= 2 ? "alarm" : "warning";
}

const TRIANGLE = "M0 -8L8.4 6.4H-8.4z";
const OCTAGON = "M-3.7 -9H3.7L9 -3.7V3.7L3.7 9H-3.7L-9 3.7V-3.7z";
const BANG = "M-1.1 -5H1.1L0.8 1.2H-0.8zM-1.1 2.6H1.1V4.8H-1.1z";

export const ALARM_SYMBOLS: Record<AlarmLook, MapSymbol> = {
  sos: {
    radius: 13,
    parts: [
      { d: diamond(12), ...HALO },
      { d: diamond(12), fill: "alarm" },
      { d: circle(7), fill: "map-halo" },
      { d: circle(3.2), fill: "alarm" },
    ],
  },
  alarm: {
    radius: 11,
    parts: [
      { d: OCTAGON, ...HALO },
      { d: OCTAGON, fill: "alarm" },
      { d: BANG, fill: "map-halo" },
    ],
  },
  warning: {
    radius: 11,
    parts: [
      { d: TRIANGLE, ...HALO },
      { d: TRIANGLE, fill: "map-halo", stroke: "warning", width: 1.75 },
      { d: BANG, fill: "warning", scale: 0.75 },
    ],
  },
};

/** The token of the colour in which an alarm's text may be written. */
export const ALARM_TONE: Record<AlarmLook, string> = { sos: "alarm", alarm: "alarm", warning: "warning" };
