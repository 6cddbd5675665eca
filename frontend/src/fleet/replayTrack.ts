/** Where a vehicle was at a moment, from the fixes around it. Pure. */
import type { Fix } from "./track";

export type Certainty = "before" | "known" | "gap" | "after";

export interface Place {
  /** "known" between two fixes that are near in time; else it is the last place before a silence. */
  certainty: Certainty;
  lon: number;
  lat: number;
  /** Of the last fix, m/s and degrees. */
  speed: number | null;
  course: number | null;
  moving: boolean;
  /** Time of the last fix. */
  since: number;
}

/** The steps of one vehicle: its lines in order of time, each without a silence inside. */
export class ReplayTrack {
  readonly #lines: readonly (readonly Fix[])[];

  /** Where two devices of one vehicle speak at the same time, the one with more to say is heard. */
  constructor(lines: readonly (readonly Fix[])[]) {
    const whole = lines.filter((line) => line.length > 0);
    const kept: (readonly Fix[])[] = [];
    for (const line of [...whole].sort((a, b) => b.length - a.length)) {
      if (kept.every((other) => line.at(-1)![0] < other[0]![0] || line[0]![0] > other.at(-1)![0]))
        kept.push(line);
    }
    this.#lines = kept.sort((a, b) => a[0]![0] - b[0]![0]);
  }

  get lines(): readonly (readonly Fix[])[] {
    return this.#lines;
  }

  /** Null for a vehicle without a fix. Before the first one its place is not known, and after the last no more. */
  at(moment: number): Place | null {
    const first = this.#lines[0]?.[0];
    if (first === undefined) return null;
    if (moment < first[0]) return still(first, "before");
    const line = this.#lines.findLast((candidate) => candidate[0]![0] <= moment)!;
    const last = line.at(-1)!;
    if (moment > last[0]) return still(last, line === this.#lines.at(-1) ? "after" : "gap");
    const index = lastNotAfter(line, moment);
    const next = line[index + 1];
    return next === undefined ? still(line[index]!, "known") : amid(line[index]!, next, moment);
  }
}

function still(fix: Fix, certainty: Certainty): Place {
  const [since, lon, lat, speed, course, moving] = fix;
  return { certainty, lon, lat, speed, course, moving: moving !== 0 && certainty === "known", since };
}

function amid(a: Fix, b: Fix, moment: number): Place {
  const part = b[0] > a[0] ? (moment - a[0]) / (b[0] - a[0]) : 0;
  return {
    ...still(a, "known"),
    lon: a[1] + (b[1] - a[1]) * part,
    lat: a[2] + (b[2] - a[2]) * part,
    course: a[4] ?? b[4],
  };
}

/** Index of the last fix whose time is not after the moment; the first one's must not be. */
function lastNotAfter(line: readonly Fix[], moment: number): number {
  let [low, high] = [0, line.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (line[middle]![0] <= moment) low = middle;
    else high = middle - 1;
  }
  return low;
}
