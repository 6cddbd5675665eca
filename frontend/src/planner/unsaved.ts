/** What was drawn and typed but not saved, kept in the browser so that an ended session or a crash loses nothing. */
import type { MultiPolygon } from "geojson";
import type { ZoneForm } from "./form";

export interface Unsaved {
  form: ZoneForm;
  geometry: MultiPolygon | null;
  /** The revision that it was based on; 0 for a new zone. */
  revision: number;
  at: number;
}

const key = (zone: number | null) => `pantau.planner.${zone ?? "new"}`;

export function keep(storage: Storage, zone: number | null, unsaved: Unsaved): void {
  storage.setItem(key(zone), JSON.stringify(unsaved));
}

export function forget(storage: Storage, zone: number | null): void {
  storage.removeItem(key(zone));
}

/** Null when there is nothing, or nothing that can be read any more. */
export function find(storage: Storage, zone: number | null): Unsaved | null {
  const text = storage.getItem(key(zone));
  if (text === null) return null;
  try {
    const value = JSON.parse(text) as Partial<Unsaved>;
    return value.form && typeof value.revision === "number" && typeof value.at === "number"
      ? { form: value.form, geometry: value.geometry ?? null, revision: value.revision, at: value.at }
      : null;
  } catch (error) {
    console.warn("an unsaved zone could not be read", error);
    return null;
  }
}
