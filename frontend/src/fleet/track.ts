/** The track as the server gives it, and the arithmetic that needs no map. */

import type { VehicleKind } from "../net/live/types";
import { type Clock, course, numbers } from "../ui/format";
import type { Language } from "../ui/i18n";

/** Unix seconds, longitude, latitude, m/s or null, degrees or null, 1 when moving. */
export type Fix = readonly [
  at: number,
  lon: number,
  lat: number,
  speed: number | null,
  course: number | null,
  moving: number,
];
export type Marked = readonly [at: number, lon: number, lat: number, reasons: readonly string[]];

export interface TrackData {
  id: number;
  kind: VehicleKind;
  name: string;
  /** Whether the vehicle is in use; one out of use is not asked for. */
  active: boolean;
  /** Whether new positions belong to what is shown. */
  live: boolean;
  /** Whether what is shown is over, so that the vehicle is elsewhere by now. */
  past: boolean;
  lines: Fix[][];
  marked: Marked[];
  gapS: number;
  timeZone: string;
  zoneLabel: string;
  language: Language;
  /** The last of the six holds the bits of the state. */
  latest: Fix | null;
}

export interface Stop {
  from: number;
  to: number;
  lon: number;
  lat: number;
}

const STOP_S = 300;

/** Every fix of the track, oldest first, whichever device it is from. */
export function inOrder(lines: readonly (readonly Fix[])[]): Fix[] {
  return lines.flat().sort((a, b) => a[0] - b[0]);
}

/** Where the vehicle stood for five minutes or longer. */
export function stops(line: readonly Fix[]): Stop[] {
  const found: Stop[] = [];
  let first: Fix | null = null;
  let last: Fix | null = null;
  const end = () => {
    if (first && last && last[0] - first[0] >= STOP_S) {
      found.push({ from: first[0], to: last[0], lon: first[1], lat: first[2] });
    }
    first = last = null;
  };
  for (const fix of line) {
    if (fix[5]) {
      if (first) last = fix;
      end();
    } else {
      first ??= fix;
      last = fix;
    }
  }
  end();
  return found;
}

/** The fixes of a time, both ends included; a fraction of a second that the drawn ones lost does not matter. */
export function between(fixes: readonly Fix[], from: number, to: number): Fix[] {
  return fixes.filter(([at]) => at >= Math.floor(from) && at <= Math.ceil(to));
}

/** Joins a fix that has come in to the line that it continues; false when it is not newer than all there are. */
export function append(lines: Fix[][], fix: Fix, gapS: number): boolean {
  const ends = lines.map((line) => line.at(-1)?.[0] ?? 0);
  const newest = Math.max(0, ...ends);
  if (fix[0] <= newest) return false;
  const line = lines[ends.indexOf(newest)];
  if (line && fix[0] - newest <= gapS) line.push(fix);
  else lines.push([fix]);
  return true;
}

/** Index of the fix whose time is nearest. */
export function nearestInTime(fixes: readonly Fix[], at: number): number {
  let [low, high] = [0, fixes.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fixes[middle]![0] < at) low = middle + 1;
    else high = middle;
  }
  return low > 0 && at - fixes[low - 1]![0] < fixes[low]![0] - at ? low - 1 : low;
}

export interface Reading {
  time: string;
  speed: string;
  course: string;
}

export function reading(fix: Fix, clock: Clock, zone: string, language: Language): Reading {
  return {
    time: `${clock.date(fix[0])} ${clock.time(fix[0])} ${zone}`,
    speed: speedText(fix[3], language),
    course: fix[4] === null || !fix[5] ? "" : course(fix[4], language),
  };
}

const UNITS: Record<Language, string> = { id: "km/jam", en: "km/h" };

export function speedText(mps: number | null, language: Language): string {
  return mps === null ? "–" : `${numbers(language)(mps * 3.6)} ${UNITS[language]}`;
}
