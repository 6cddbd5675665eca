import type { PositionStore } from "../../net/live/positions";

/** Where a vehicle is, degrees; null while no position of it is known. */
export function atPosition(vehicle: number, positions: PositionStore): { lon: number; lat: number } | null {
  const slot = positions.slotOf(vehicle);
  if (slot === undefined) return null;
  return { lon: positions.lonE7[slot]! / 1e7, lat: positions.latE7[slot]! / 1e7 };
}

/** The place of a face that has one. */
export function placed(
  face: { lon: number | null; lat: number | null } | undefined,
): { lon: number; lat: number } | null {
  return face && face.lon !== null && face.lat !== null ? { lon: face.lon, lat: face.lat } : null;
}
