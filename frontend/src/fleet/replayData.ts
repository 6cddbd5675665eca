/** What the server says of a replay. */
import type { Priority, VehicleKind } from "../net/live/types";
import type { Language } from "../ui/i18n";
import type { Fix } from "./track";

export type PartKind = "drive" | "stop" | "gap";

export interface VehicleEvent {
  id: number;
  time: number;
  kind: string;
  title: string;
  severity: 0 | 1 | 2;
  text: string;
  lon: number | null;
  lat: number | null;
}

export interface VehicleTrack {
  id: number;
  name: string;
  plate: string;
  kind: VehicleKind;
  lines: Fix[][];
  fixes: number;
  thinned: boolean;
  cut: boolean;
  parts: [kind: PartKind, from: number, to: number][];
  events: VehicleEvent[];
}

export interface ComplaintMark {
  id: number;
  time: number;
  title: string;
  code: string;
  priority: Priority;
  status: string;
  place: string;
  lon: number | null;
  lat: number | null;
  url: string;
}

export interface ReplayData {
  vehicles: number[];
  tracks: string;
  from: number;
  to: number;
  timeZone: string;
  zoneLabel: string;
  language: Language;
  complaints: ComplaintMark[];
}

/** Something that happened at a moment, of a vehicle or of the public. */
export interface Happening {
  key: string;
  time: number;
  tone: "alarm" | "warning" | "note" | "complaint";
  who: string;
  text: string;
  lon: number | null;
  lat: number | null;
  url: string;
  /** The vehicle's place in the list, -1 for a complaint. */
  row: number;
}

const TONES = ["note", "warning", "alarm"] as const;

/** Everything that happened, oldest first. */
export function happenings(
  vehicles: readonly VehicleTrack[],
  complaints: readonly ComplaintMark[],
): Happening[] {
  const ofVehicles = vehicles.flatMap((vehicle, row) =>
    vehicle.events.map(
      ({ id, time, text, severity, lon, lat }): Happening => ({
        key: `event-${id}`,
        time,
        tone: TONES[severity],
        who: vehicle.name,
        text,
        lon,
        lat,
        url: "",
        row,
      }),
    ),
  );
  const ofPublic = complaints.map(
    ({ id, time, title, code, priority, place, lon, lat, url }): Happening => ({
      key: `complaint-${id}`,
      time,
      tone: priority === "emergency" ? "alarm" : "complaint",
      who: code,
      text: place ? `${title} · ${place}` : title,
      lon,
      lat,
      url,
      row: -1,
    }),
  );
  return [...ofVehicles, ...ofPublic].sort((a, b) => a.time - b.time);
}

/** Fails with the server's own sentence when there is one. */
export async function loadTracks(data: ReplayData): Promise<{ vehicles: VehicleTrack[]; gap_s: number }> {
  const iso = (at: number) => new Date(at * 1000).toISOString();
  const query = new URLSearchParams({
    vehicles: data.vehicles.join(","),
    from: iso(data.from),
    to: iso(data.to),
  });
  const response = await fetch(`${data.tracks}?${query}`, { headers: { accept: "application/json" } });
  if (!response.ok) throw new Error(await reasonOf(response));
  return (await response.json()) as { vehicles: VehicleTrack[]; gap_s: number };
}

/** The server's own sentence, or the status of an answer that has none. */
async function reasonOf(response: Response): Promise<string> {
  try {
    const answer = (await response.json()) as { error?: { message?: string } } | null;
    return answer?.error?.message ?? String(response.status);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return String(response.status);
  }
}
