/** What the page says of a position, from the position and the time alone. */

import { STALE_AFTER_S } from "../map/entities/vehicle/looks";
import { STATE } from "../net/live/frames";
import type { VehicleKind } from "../net/live/types";
import type { Word } from "./words";

/** Time (Unix seconds), longitude, latitude, speed (m/s), course (degrees), state bits. */
export type Place = [number, number, number, number | null, number | null, number];

export interface Seen {
  kind: VehicleKind;
  condition: string;
  /** The server's clock at the answer. */
  now: number;
  expires_at: number;
  latest: Place | null;
}

export interface Look {
  word: Word;
  badge: string;
  /** Metres per second where a speed says something about now. */
  speed: number | null;
}

export function lookOf(latest: Place | null, nowS: number): Look {
  if (latest === null) return { word: "never", badge: "stale hollow", speed: null };
  const [at, , , speed, , state] = latest;
  if (state & STATE.sos) return { word: "sos", badge: "alarm diamond", speed: null };
  if (nowS - at > STALE_AFTER_S) return { word: "silent", badge: "stale hollow", speed: null };
  if (state & STATE.moving) return { word: "moving", badge: "good", speed };
  return { word: "stopped", badge: "info square", speed: null };
}
