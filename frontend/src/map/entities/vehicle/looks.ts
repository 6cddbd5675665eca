/** What a position says about its vehicle, and how old it may be before the wall calls it stale. */
import { STATE, UNKNOWN } from "../../../net/live/frames";

export const VEHICLE_LOOKS = ["moving", "still", "stale", "older", "lost", "sos"] as const;
export type VehicleLook = (typeof VEHICLE_LOOKS)[number];

/** Seconds since the fix. A tracker at rest reports every few minutes, so five minutes of silence mean something. */
export const STALE_AFTER_S = 300;
export const OLDER_AFTER_S = 1800;
export const LOST_AFTER_S = 7200;

const MOVING = 0;
const STILL = 1;
const STALE = 2;
const OLDER = 3;
const LOST = 4;
const SOS = 5;

/** Index into VEHICLE_LOOKS. An SOS stays one however old it is: nobody has answered it by growing old. */
export function lookIndex(state: number, ageS: number): number {
  if (state & STATE.sos) return SOS;
  if (ageS > LOST_AFTER_S) return LOST;
  if (ageS > OLDER_AFTER_S) return OLDER;
  if (ageS > STALE_AFTER_S) return STALE;
  return state & STATE.moving ? MOVING : STILL;
}

export const HEADINGS = 32;

/** Which of HEADINGS directions a course is drawn in; HEADINGS itself means no direction. */
export function headingIndex(courseCdeg: number, look: number): number {
  if (courseCdeg === UNKNOWN || (look !== MOVING && look !== SOS)) return HEADINGS;
  return Math.round((courseCdeg / 36_000) * HEADINGS) % HEADINGS;
}

export function headingDegrees(index: number): number | null {
  return index === HEADINGS ? null : (index * 360) / HEADINGS;
}
