/** The server's answers about zones, typed. */
import type { MultiPolygon } from "geojson";

export interface ZoneRow {
  id: number;
  name: string;
  name_en: string;
  purpose: string;
  kind: string;
  level: number | null;
  color: string;
  status: "draft" | "published" | "retired";
  pending: boolean;
  shown: boolean;
  version: number | null;
  area_m2: number;
  updated_at: string;
  updated_by: string | null;
}

export interface ZoneList {
  zones: ZoneRow[];
  /** Zones that nobody sees, because a stored field cannot be shown. */
  damaged?: { id: number; name: string; reason: string }[];
  matched: number;
  counts: Record<ZoneRow["status"], number>;
}

export interface ZoneFeature {
  type: "Feature";
  id: number;
  geometry: MultiPolygon;
  properties: {
    purpose: string;
    kind: string;
    level: number | null;
    name: string;
    name_en: string;
    description: string;
    valid_from: string | null;
    valid_to: string | null;
    source: string;
    licence: string;
    area_m2: number;
    color: string;
    fill_opacity: number;
  };
}

export interface WorkingZone extends ZoneFeature {
  properties: ZoneFeature["properties"] & {
    override: { color: string; fill_opacity: number | null; pattern: string };
    status: ZoneRow["status"];
    pending: boolean;
    revision: number;
    published_version: number | null;
    updated_at: string;
    updated_by: string | null;
  };
}

export interface VersionRow {
  number: number;
  name: string;
  published_at: string;
  published_by: string | null;
  note: string;
  area_m2: number;
}

export interface ZoneFile {
  zone: WorkingZone;
  public: ZoneFeature | null;
  versions: VersionRow[];
}

export interface Saved {
  zone: WorkingZone;
  repair?: { needed: boolean; reason: string; steps: string[] };
}

export interface ImportBatch {
  id: number;
  file_name: string;
  created_at: string;
  created_by: string | null;
  draft: number;
  published: number;
  retired: number;
  report: string[];
}

export type BatchVerb = "publish" | "withdraw" | "remove";

export interface ImportReport {
  read: number;
  created: number;
  unchanged: number;
  buffered: number;
  outside: number;
  kinds: Record<string, number>;
  /** By level, "" for none. */
  levels: Record<string, number>;
  columns: string[];
  /** The layers of a GeoPackage, where one must be chosen. */
  layers: string[];
  zone_ids: number[];
  summary: string;
  notes: string[];
  mended: string[];
  refused: string[];
}
