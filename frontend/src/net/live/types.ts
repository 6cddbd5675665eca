// Written by `manage.py live_types` from the server's schemas. Do not edit.
/** The public faces of what the wall shows, and what a client may say, as the server has them. */
import type { MultiPolygon, Polygon } from "geojson";

/** The version of the messages; another one is not understood. */
export const PROTOCOL = 2;
/** The topic of position frames; every other topic is an entity. */
export const POSITIONS = "positions";

export const CAMERA_KINDS = ["fixed", "ptz", "dome"] as const;
export type CameraKind = (typeof CAMERA_KINDS)[number];

export const CAMERA_PURPOSES = ["traffic", "crime", "disaster", "tourism", "government"] as const;
export type CameraPurpose = (typeof CAMERA_PURPOSES)[number];

export const CAMERA_STAGES = ["planned", "installed", "active", "faulty"] as const;
export type CameraStage = (typeof CAMERA_STAGES)[number];

export const COMPLAINT_CLASSES = ["complaint", "information", "aspiration"] as const;
export type ComplaintClass = (typeof COMPLAINT_CLASSES)[number];

export const COMPLAINT_STATUSES = [
  "received",
  "verified",
  "rejected",
  "merged",
  "answered",
  "forwarded",
  "in_progress",
  "postponed",
  "followed_up",
  "closed",
  "reopened",
  "archived",
] as const;
export type ComplaintStatus = (typeof COMPLAINT_STATUSES)[number];

export const PRIORITIES = ["normal", "high", "emergency"] as const;
export type Priority = (typeof PRIORITIES)[number];

export const UNIT_STATUSES = ["free", "assigned", "out_of_service"] as const;
export type UnitStatus = (typeof UNIT_STATUSES)[number];

export const VEHICLE_KINDS = [
  "car",
  "motorcycle",
  "bus",
  "truck",
  "ambulance",
  "fire",
  "police",
  "excavator",
  "boat",
  "other",
] as const;
export type VehicleKind = (typeof VEHICLE_KINDS)[number];

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

export const ZONE_PURPOSES = ["hazard", "tourism", "other"] as const;
export type ZonePurpose = (typeof ZONE_PURPOSES)[number];

/**
 * A camera as walls draw it.
 *
 * Degrees WGS 84, `bearing` clockwise from north or None for all around, `fov` degrees, `range_m` metres.
 * `snapshot_at` (ISO) is refreshed at most every five minutes; the picture itself carries its true age.
 */
export interface Camera {
  id: number;
  name: string;
  code: string;
  lon: number;
  lat: number;
  bearing: number | null;
  fov: number;
  range_m: number;
  stage: CameraStage;
  kind: CameraKind;
  purpose: CameraPurpose;
  agency: string | null;
  place: string;
  snapshot_at: string | null;
  snapshot_url: string;
}

/** The face of a complaint on the wall. Never holds the reporter, nor the words of a confidential complaint. */
export interface Complaint {
  id: number;
  code: string;
  title: string;
  status: ComplaintStatus;
  category: string;
  category_en: string;
  complaint_class: ComplaintClass;
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

/** The face of an incident that is not closed; without complaints and vehicles, of which an agency sees its own. */
export interface Incident {
  id: number;
  code: string;
  title: string;
  kind: string;
  priority: string;
  state: string;
  lon: number | null;
  lat: number | null;
  place: string;
  opened_at: string;
  updated_at: string;
  version: number;
}

/** A vehicle as lists and symbols need it. */
export interface Vehicle {
  id: number;
  name: string;
  plate: string;
  kind: VehicleKind;
  agency: string | null;
  agency_id: number | null;
  unit_status: UnitStatus;
}

/** Something happened to a vehicle; words are made of `kind` and `detail` by who shows it. */
export interface VehicleEvent {
  id: number;
  kind: string;
  severity: number;
  vehicle: number;
  time: string;
  since: string;
  lon: number | null;
  lat: number | null;
  detail: Readonly<Record<string, string | number | boolean>>;
}

/**
 * A zone as walls draw it.
 *
 * `geometry` is a GeoJSON MultiPolygon of at most 2,000 vertices, in degrees with 6 decimals. `valid_from` and
 * `valid_to` are ISO times or None for an open end; `level` is 1 to 3 or None.
 */
export interface Zone {
  id: number;
  name: string;
  name_en: string;
  purpose: ZonePurpose;
  kind: ZoneKind;
  level: number | null;
  color: string;
  fill_opacity: number;
  pattern: string;
  valid_from: string | null;
  valid_to: string | null;
  version: number;
  geometry: MultiPolygon | Polygon;
}

export interface Faces {
  camera: Camera;
  complaint: Complaint;
  incident: Incident;
  vehicle: Vehicle;
  vehicle_event: VehicleEvent;
  zone: Zone;
}

export const ENTITY_TYPES = ["camera", "complaint", "incident", "vehicle", "vehicle_event", "zone"] as const;
export type EntityType = (typeof ENTITY_TYPES)[number];
export type EventType = `${EntityType}.${"changed" | "removed"}`;

/**
 * The first message: who speaks, what it wants, and from where to go on.
 *
 * Fields that this version does not know are ignored: the client may be newer, and must be answered all the same.
 * `topics` None is everything. Without `state` a client that cannot resume gets the number alone.
 */
export interface Start {
  op: "start";
  protocol: number;
  build: string;
  topics: readonly string[] | null;
  state: boolean;
  resume: number | null;
}

/** What the client looks at now. */
export interface Cells {
  op: "cells";
  cells: readonly number[];
}

/** A gap was seen in a cell. */
export interface Resync {
  op: "resync";
  cell: number;
}

export type ClientMessage = Start | Cells | Resync;
