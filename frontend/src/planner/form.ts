/** What the planner types about a zone, as the inputs hold it, and as the server takes it. */
import type { MultiPolygon } from "geojson";
import type { WorkingZone } from "./api";

export interface ZoneForm {
  name: string;
  name_en: string;
  purpose: string;
  kind: string;
  level: number | null;
  description: string;
  /** As in `datetime-local`, in the region's time; empty for an open end. */
  valid_from: string;
  valid_to: string;
  source: string;
  licence: string;
  /** Empty and null: the table's style. */
  color: string;
  fill_opacity: number | null;
  pattern: string;
}

export function emptyForm(): ZoneForm {
  return {
    name: "",
    name_en: "",
    purpose: "hazard",
    kind: "volcano",
    level: null,
    description: "",
    valid_from: "",
    valid_to: "",
    source: "",
    licence: "",
    color: "",
    fill_opacity: null,
    pattern: "",
  };
}

export function formOf(zone: WorkingZone, timeZone: string): ZoneForm {
  const { properties: says } = zone;
  return {
    name: says.name,
    name_en: says.name_en,
    purpose: says.purpose,
    kind: says.kind,
    level: says.level,
    description: says.description,
    valid_from: localInput(says.valid_from, timeZone),
    valid_to: localInput(says.valid_to, timeZone),
    source: says.source,
    licence: says.licence,
    color: says.override.color,
    fill_opacity: says.override.fill_opacity,
    pattern: says.override.pattern,
  };
}

/** The body of a save; times without a zone are understood as the region's. */
export function bodyOf(form: ZoneForm, geometry: MultiPolygon): Record<string, unknown> {
  return {
    ...form,
    level: form.purpose === "hazard" ? form.level : null,
    valid_from: form.valid_from || null,
    valid_to: form.valid_to || null,
    geometry,
  };
}

/** "2026-01-20T07:00" for an ISO time, in that time zone. */
export function localInput(iso: string | null, timeZone: string): string {
  if (iso === null) return "";
  const parts = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  }).format(new Date(iso));
  return parts.replace(" ", "T");
}
