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

export type ReportStatus =
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

export interface Report {
  id: number;
  code: string;
  title: string;
  status: ReportStatus;
  category: string;
  category_en: string;
  report_class: string;
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

export interface AgencyFace {
  id: number;
  name: string;
}

export interface Faces {
  vehicle: Vehicle;
  report: Report;
  camera: Camera;
  zone: Zone;
  agency: AgencyFace;
}
export type EntityType = keyof Faces;
export const ENTITY_TYPES: readonly EntityType[] = ["vehicle", "report", "camera", "zone", "agency"];
