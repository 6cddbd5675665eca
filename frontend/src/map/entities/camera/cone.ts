/** A camera's field of view as an outline on the ground, in degrees of longitude and latitude. */
const EARTH_M = 6_371_008.8;
const STEP_DEG = 6;

export interface FieldOfView {
  lon: number;
  lat: number;
  /** Compass direction of the middle; null is a camera that turns or looks all around. */
  bearing: number | null;
  fov: number;
  range_m: number;
}

/** Points [lon, lat] of the outline, starting at the camera, or of a full circle. Spherical earth. */
export function coneOutline(view: FieldOfView): [number, number][] {
  const round = view.bearing === null || view.fov >= 360;
  const width = round ? 360 : view.fov;
  const from = round ? 0 : view.bearing! - width / 2;
  const steps = Math.max(2, Math.ceil(width / STEP_DEG));
  const arc = Array.from({ length: steps + 1 }, (_, index) =>
    destination(view, from + (width * index) / steps),
  );
  return round ? arc : [[view.lon, view.lat], ...arc];
}

function destination(from: FieldOfView, bearing: number): [number, number] {
  const angle = from.range_m / EARTH_M;
  const course = (bearing * Math.PI) / 180;
  const lat = (from.lat * Math.PI) / 180;
  const sine = Math.sin(lat) * Math.cos(angle) + Math.cos(lat) * Math.sin(angle) * Math.cos(course);
  const east = Math.atan2(
    Math.sin(course) * Math.sin(angle) * Math.cos(lat),
    Math.cos(angle) - Math.sin(lat) * sine,
  );
  return [from.lon + (east * 180) / Math.PI, (Math.asin(sine) * 180) / Math.PI];
}
