/** What surrounds a place: the nearest units, the cameras that see it, the zones that hold it. Spherical earth, metres. */
import type { Position } from "geojson";
import { STATE } from "../../../net/live/frames";
import type { PositionStore } from "../../../net/live/positions";
import type { Camera, Complaint, Vehicle, VehicleKind, Zone } from "../../../net/live/types";

const EARTH_M = 6_371_008.8;
const FARTHEST_UNIT_M = 50_000;

export interface LonLat {
  lon: number;
  lat: number;
}

export function distanceM(one: LonLat, other: LonLat): number {
  const lat1 = radians(one.lat);
  const lat2 = radians(other.lat);
  const half =
    Math.sin((lat2 - lat1) / 2) ** 2 +
    Math.cos(lat1) * Math.cos(lat2) * Math.sin(radians(other.lon - one.lon) / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** Compass direction from one place to another, 0..360 degrees. */
export function bearingDeg(from: LonLat, to: LonLat): number {
  const [lat1, lat2] = [radians(from.lat), radians(to.lat)];
  const east = radians(to.lon - from.lon);
  const y = Math.sin(east) * Math.cos(lat2);
  const x = Math.cos(lat1) * Math.sin(lat2) - Math.sin(lat1) * Math.cos(lat2) * Math.cos(east);
  return ((Math.atan2(y, x) * 180) / Math.PI + 360) % 360;
}

export interface NearUnit {
  vehicle: number;
  distanceM: number;
  /** Unix seconds of its fix. */
  fixTime: number;
  misfit: number;
}

const RESCUERS: readonly VehicleKind[] = ["ambulance", "police", "fire"];

/** How well a unit suits a complaint, 0 best: in an emergency the rescuers and the answering agency's own come first. */
export function misfit(
  complaint: Pick<Complaint, "priority" | "agency_id">,
  vehicle: Vehicle | undefined,
): number {
  if (complaint.priority !== "emergency" || vehicle === undefined) return 0;
  if (RESCUERS.includes(vehicle.kind)) return 0;
  return complaint.agency_id !== null && vehicle.agency_id === complaint.agency_id ? 1 : 2;
}

/** The nearest free units, the best suited (`misfit` 0) before all others, whose fix is no older than `freshS`; a unit that calls for help itself is no help. */
export function nearestUnits(
  place: LonLat,
  store: PositionStore,
  free: (vehicle: number) => boolean,
  now: number,
  freshS: number,
  misfitOf: (vehicle: number) => number = () => 0,
  most = 5,
): NearUnit[] {
  const units: NearUnit[] = [];
  for (let slot = 0; slot < store.size; slot++) {
    const fixTime = store.fixTime[slot]!;
    if (now - fixTime > freshS || store.state[slot]! & STATE.sos || !free(store.id[slot]!)) continue;
    const metres = distanceM(place, {
      lon: store.lonE7[slot]! / 1e7,
      lat: store.latE7[slot]! / 1e7,
    });
    if (metres > FARTHEST_UNIT_M) continue;
    const vehicle = store.id[slot]!;
    units.push({ vehicle, distanceM: metres, fixTime, misfit: misfitOf(vehicle) });
  }
  return units.sort((a, b) => a.misfit - b.misfit || a.distanceM - b.distanceM).slice(0, most);
}

/** Active cameras whose field of view holds the place, nearest first. */
export function camerasThatSee(place: LonLat, cameras: Iterable<Camera>): Camera[] {
  return [...cameras]
    .filter((camera) => camera.stage === "active" && sees(camera, place))
    .sort((a, b) => distanceM(place, a) - distanceM(place, b));
}

export function sees(camera: Camera, place: LonLat): boolean {
  if (distanceM(camera, place) > camera.range_m) return false;
  if (camera.bearing === null || camera.fov >= 360) return true;
  const turn = Math.abs(((bearingDeg(camera, place) - camera.bearing + 540) % 360) - 180);
  return turn <= camera.fov / 2;
}

export function zonesThatHold(place: LonLat, zones: Iterable<Zone>): Zone[] {
  return [...zones].filter((zone) => holds(zone, place)).sort((a, b) => (b.level ?? 0) - (a.level ?? 0));
}

function holds({ geometry }: Zone, place: LonLat): boolean {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return polygons.some((rings) => rings.reduce((inside, ring) => inside !== inRing(ring, place), false));
}

/** Even-odd rule; a hole is a ring like any other. */
function inRing(ring: readonly Position[], { lon, lat }: LonLat): boolean {
  let inside = false;
  for (let at = 0, before = ring.length - 1; at < ring.length; before = at++) {
    const [x1, y1] = ring[at] as [number, number];
    const [x2, y2] = ring[before] as [number, number];
    if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
