/** Between a camera's aim and the point at the far end of its view. Good to a metre over a camera's range. */
import type { FieldOfView } from "../map/entities/camera/cone";

const METRES_PER_DEGREE = 111_195;
const RAD = Math.PI / 180;

export function aimedAt(
  from: Pick<FieldOfView, "lon" | "lat">,
  lon: number,
  lat: number,
): { bearing: number; rangeM: number } {
  const east = (lon - from.lon) * METRES_PER_DEGREE * Math.cos(from.lat * RAD);
  const north = (lat - from.lat) * METRES_PER_DEGREE;
  return { bearing: (Math.atan2(east, north) / RAD + 360) % 360, rangeM: Math.hypot(east, north) };
}

/** [lon, lat] of the far end of the middle of the view; north for a camera that looks all around. */
export function tipOf(view: FieldOfView): [number, number] {
  const bearing = (view.bearing ?? 0) * RAD;
  const degrees = view.range_m / METRES_PER_DEGREE;
  return [
    view.lon + (degrees * Math.sin(bearing)) / Math.cos(view.lat * RAD),
    view.lat + degrees * Math.cos(bearing),
  ];
}
