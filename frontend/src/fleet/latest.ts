/** Asks for the vehicle's latest position every ten seconds, through the API that programs use. */
import { STATE } from "../net/live/frames";
import type { Fix } from "./track";

const EVERY_MS = 10_000;

export interface Latest {
  fix_time: string;
  lon: number;
  lat: number;
  speed_mps: number | null;
  course_deg: number | null;
  moving: boolean;
  sos: boolean;
}

/** `then` gets fixes whose last number holds the bits of the state that decide how the vehicle looks. */
export function followLatest(
  vehicleId: number,
  then: (fix: Fix) => void,
  reached: (well: boolean) => void,
): void {
  const ask = async () => {
    if (document.hidden) return;
    try {
      const fix = await latestOf(vehicleId);
      reached(true);
      if (fix !== null) then(fix);
    } catch (error) {
      console.warn("the latest position cannot be had", error);
      reached(false);
    }
  };
  window.setInterval(() => void ask(), EVERY_MS);
  document.addEventListener("visibilitychange", () => void ask());
}

async function latestOf(vehicleId: number): Promise<Fix | null> {
  const response = await fetch(`/api/v1/fleet/vehicles/${vehicleId}`);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  const { latest } = (await response.json()) as { latest: Latest | null };
  return latest && fixOf(latest);
}

/** A position of the API as the page's track has it. */
export function fixOf(latest: Latest): Fix {
  const { fix_time, lon, lat, speed_mps, course_deg, moving, sos } = latest;
  const state = (moving ? STATE.moving : 0) | (sos ? STATE.sos : 0);
  return [Date.parse(fix_time) / 1000, lon, lat, speed_mps, course_deg, state];
}
