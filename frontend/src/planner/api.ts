/** The server's answers about zones, typed; a refusal becomes an ApiError that speaks for itself. */
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

export interface ImportReport {
  read: number;
  created: number;
  unchanged: number;
  buffered: number;
  zone_ids: number[];
  summary: string;
  mended: string[];
  refused: string[];
}

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly field: string | null,
  ) {
    super(message);
  }
}

export async function call<T>(method: "GET" | "POST" | "PUT", path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (method !== "GET") {
    headers["content-type"] = "application/json";
    headers["x-csrftoken"] = cookie("csrftoken");
  }
  const response = await fetch(path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (response.ok) return (await response.json()) as T;
  throw await refusal(response);
}

async function refusal(response: Response): Promise<ApiError> {
  if (!/json/.test(response.headers.get("content-type") ?? ""))
    return new ApiError(response.status, "unreadable", `${response.status} ${response.statusText}`, null);
  const { error } = (await response.json()) as {
    error: { code: string; message: string; field?: string | null };
  };
  return new ApiError(response.status, error.code, error.message, error.field ?? null);
}

function cookie(name: string): string {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return found?.slice(name.length + 1) ?? "";
}
