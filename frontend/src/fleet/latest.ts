/** Asks for the vehicle's latest position every ten seconds, through the API that programs use. */
import type { Fix } from "./track";

const EVERY_MS = 10_000;

interface Answer {
  vehicles: {
    id: number;
    latest: {
      fix_time: string;
      lon: number;
      lat: number;
      speed_mps: number | null;
      course_deg: number | null;
      state: number;
    } | null;
  }[];
}

/** `state` holds all bits, as the wall knows them. */
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
  // The list goes by id: the first one after the id before is the vehicle, if it is still to be seen.
  const response = await fetch(`/api/v1/vehicles?after=${vehicleId - 1}&limit=1`);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  const vehicle = ((await response.json()) as Answer).vehicles.find(({ id }) => id === vehicleId);
  const latest = vehicle?.latest;
  if (!latest) return null;
  const { fix_time, lon, lat, speed_mps, course_deg, state } = latest;
  return [Date.parse(fix_time) / 1000, lon, lat, speed_mps, course_deg, state];
}
