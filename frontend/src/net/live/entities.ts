/** The public faces of what the wall shows, as the server sends them. */
import type { MultiPolygon, Polygon } from "geojson";

export const VEHICLE_KINDS = [
  "other",
  "car",
  "truck",
  "ambulance",
  "fire",
  "bus",
  "motorcycle",
  "police",
  "excavator",
  "boat",
] as const;
export type VehicleKind = (typeof VEHICLE_KINDS)[number];

export type UnitStatus = "free" | "assigned" | "out_of_service";

export interface Vehicle {
  id: number;
  name: string;
  plate: string;
  kind: VehicleKind;
  agency: string | null;
  agency_id: number | null;
  unit_status: UnitStatus;
}

export type ComplaintStatus =
  | "received"
  | "verified"
  | "rejected"
  | "merged"
  | "answered"
  | "forwarded"
  | "in_progress"
  | "followed_up"
  | "closed"
  | "reopened"
  | "returned"
  | "postponed"
  | "archived";
export type Priority = "normal" | "high" | "emergency";

export interface Complaint {
  id: number;
  code: string;
  title: string;
  status: ComplaintStatus;
  category: string;
  category_en: string;
  complaint_class: string;
  priority: Priority;
  lon: number | null;
  lat: number | null;
  place: string;
  agency: string | null;
  agency_id: number | null;
  created_at: string;
  updated_at: string;
  deadline: string | null;
  has_photo: boolean;
}

export type CameraStage = "planned" | "installed" | "active" | "faulty";

export type CameraKind = "fixed" | "ptz" | "dome";

export interface Camera {
  id: number;
  name: string;
  lon: number;
  lat: number;
  bearing: number | null;
  fov: number;
  range_m: number;
  stage: CameraStage;
  kind: CameraKind;
  agency: string | null;
  snapshot_at: string | null;
  snapshot_url: string | null;
  place: string;
}

export const ZONE_KINDS = [
  "volcano",
  "earthquake",
  "flood",
  "landslide",
  "forest_fire",
  "whirlwind",
  "tsunami",
  "site",
  "area",
] as const;
export type ZoneKind = (typeof ZONE_KINDS)[number];

export interface Zone {
  id: number;
  name: string;
  name_en: string;
  purpose: "hazard" | "tourism" | "other";
  kind: ZoneKind;
  level: number | null;
  color: string;
  fill_opacity: number;
  valid_from: string | null;
  valid_to: string | null;
  version: number;
  geometry: MultiPolygon | Polygon;
}

/** Something that happened to a vehicle, and that somebody should take. */
export interface VehicleEvent {
  id: number;
  kind: string;
  /** 0 note, 1 warning, 2 alarm. */
  severity: number;
  vehicle: number;
  /** When it became true, and when it began. */
  time: string;
  since: string;
  lon: number | null;
  lat: number | null;
  detail: Readonly<Record<string, string | number | boolean>>;
}

export interface AgencyFace {
  id: number;
  name: string;
}

export interface Faces {
  vehicle: Vehicle;
  complaint: Complaint;
  camera: Camera;
  zone: Zone;
  agency: AgencyFace;
  vehicle_event: VehicleEvent;
}
export type EntityType = keyof Faces;
export const ENTITY_TYPES: readonly EntityType[] = [
  "vehicle",
  "complaint",
  "camera",
  "zone",
  "agency",
  "vehicle_event",
];
