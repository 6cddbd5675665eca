/** What was drawn and typed but not saved, kept in the browser so that an ended session or a crash loses nothing. */
import type { MultiPolygon } from "geojson";
import { forget as forgetKey, type Stored, store, stored, storedKeys } from "../ui/storage";
import type { ZoneForm } from "./form";

export interface Unsaved {
  form: ZoneForm;
  geometry: MultiPolygon | null;
  /** The revision that it was based on; 0 for a new zone. */
  revision: number;
  at: number;
}

const PREFIX = "pantau.planner.";
const OLDEST_MS = 60 * 86_400_000;
const MOST_KEPT = 20;

const key = (zone: number | null) => `${PREFIX}${zone ?? "new"}`;

/** Older drafts make room when there is none left. */
export function keep(storage: () => Storage, zone: number | null, unsaved: Unsaved): Stored {
  let result = store(storage, key(zone), unsaved);
  for (const old of result === "full" ? oldestFirst(storage) : []) {
    if (result !== "full") break;
    if (old === key(zone)) continue;
    forgetKey(storage, old);
    result = store(storage, key(zone), unsaved);
  }
  return result;
}

export function forget(storage: () => Storage, zone: number | null): void {
  forgetKey(storage, key(zone));
}

/** Null when there is nothing, or nothing that can be read any more. */
export function find(storage: () => Storage, zone: number | null): Unsaved | null {
  return read(storage, key(zone));
}

/** Drops what nobody has taken up for two months, what cannot be read, and all but the newest. */
export function prune(storage: () => Storage, now: number): void {
  const keys = oldestFirst(storage);
  keys.forEach((each, index) => {
    const at = read(storage, each)?.at ?? 0;
    if (now - at > OLDEST_MS || index < keys.length - MOST_KEPT) forgetKey(storage, each);
  });
}

function oldestFirst(storage: () => Storage): string[] {
  return storedKeys(storage, PREFIX)
    .map((each) => ({ each, at: read(storage, each)?.at ?? 0 }))
    .sort((one, other) => one.at - other.at)
    .map(({ each }) => each);
}

function read(storage: () => Storage, name: string): Unsaved | null {
  const value = stored(storage, name) as Partial<Unsaved> | null;
  return value?.form && typeof value.revision === "number" && typeof value.at === "number"
    ? { form: value.form, geometry: value.geometry ?? null, revision: value.revision, at: value.at }
    : null;
}
