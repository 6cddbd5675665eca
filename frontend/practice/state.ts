/** Complaints, cameras, zones and vehicles for the practice server: made up, one of each look. */
import { VEHICLE_KINDS } from "../src/net/live/types";
import type { Fleet } from "./fleet";
import { mulberry } from "./random";

const PLACES = [
  ["Gung Leto, Kabanjahe", 98.4915, 3.1001],
  ["Tambak Lau Mulgap II, Berastagi", 98.5089, 3.1853],
  ["Tiganderket", 98.3201, 3.1422],
  ["Tongging, Merek", 98.5302, 2.8903],
  ["Payung", 98.3699, 3.1091],
  ["Munte", 98.3622, 3.0301],
  ["Tiga Binanga", 98.2413, 2.9881],
  ["Mardingding", 98.0311, 3.1702],
] as const;

const COMPLAINTS = [
  ["Longsor menutup jalan Kabanjahe–Tiganderket", "Bencana", "Disaster", "emergency", "received"],
  ["Jembatan retak di Lau Borus", "Jalan dan jembatan", "Roads and bridges", "high", "verified"],
  ["Lampu jalan mati di Simpang Tugu", "Penerangan jalan", "Street lights", "normal", "received"],
  ["Sampah menumpuk di pasar Berastagi", "Kebersihan", "Waste", "normal", "in_progress"],
  ["Antrean KTP di kantor camat", "Kependudukan", "Civil registry", "normal", "forwarded"],
  ["Air PDAM keruh sejak Senin", "Air bersih", "Water supply", "normal", "followed_up"],
  ["Guru tidak hadir di SDN 040452", "Pendidikan", "Education", "normal", "reopened"],
  ["Pohon tumbang di Jalan Jamin Ginting", "Bencana", "Disaster", "high", "in_progress"],
  ["Pungutan parkir di Bukit Gundaling", "Pariwisata", "Tourism", "normal", "closed"],
] as const;

export interface Face {
  id: number;
  [field: string]: unknown;
}

export interface Amounts {
  complaints: number;
  cameras: number;
  alarms: number;
  /** Zones of `vertices` each, beside the few that the server always shows. */
  zones: number;
  vertices: number;
}

export function state(fleet: Fleet, amounts: Amounts): Record<string, Face[]> {
  return {
    vehicle: vehicles(fleet),
    complaint: Array.from({ length: amounts.complaints }, (_, index) => complaint(index + 1)),
    camera: Array.from({ length: amounts.cameras }, (_, index) => camera(index + 1)),
    zone: [
      ...zones(),
      ...Array.from({ length: amounts.zones }, (_, index) => scatteredZone(100 + index, amounts.vertices, 1)),
    ],
    vehicle_event: Array.from({ length: amounts.alarms }, (_, index) => alarm(index + 1, index % 15 === 7)),
  };
}

const KINDS = ["overspeed", "geofence_exit", "harsh_braking", "power_cut"];

/** Something raised by the vehicle of the same number. */
export function alarm(id: number, sos: boolean): Face {
  const time = new Date(Date.now() - (id % 90) * 60_000).toISOString();
  return {
    id,
    kind: sos ? "sos" : KINDS[id % KINDS.length],
    severity: sos ? 2 : 1 + (id % 2),
    vehicle: 1 + (id % 500),
    time,
    since: time,
    lon: 98.3 + (id % 37) / 200,
    lat: 3.0 + (id % 23) / 200,
    detail: { for_s: 30 + id, top_kmh: 92, limit_kmh: 60 },
  };
}

/** An uneven outline somewhere in the region; the same number and version give the same outline. */
export function scatteredZone(id: number, vertices: number, version: number): Face {
  const random = mulberry(id * 1000 + version);
  const [lon, lat, radius] = [98.0 + random() * 0.6, 2.88 + random() * 0.42, 0.004 + random() * 0.02];
  const ring = Array.from({ length: vertices }, (_, index) => {
    const [angle, length] = [(index / vertices) * 2 * Math.PI, radius * (0.85 + random() * 0.15)];
    return [lon + Math.cos(angle) * length, lat + Math.sin(angle) * length];
  });
  const hazard = random() < 0.7;
  const level = hazard ? 1 + Math.floor(random() * 3) : null;
  return {
    id,
    name: `Lembah ${id}`,
    name_en: `Valley ${id}`,
    purpose: hazard ? "hazard" : "tourism",
    kind: hazard ? "landslide" : "site",
    level,
    color: level === null ? "#34c796" : ["#f0d24a", "#e8803a", "#d7191c"][level - 1],
    fill_opacity: 0.25,
    valid_from: null,
    valid_to: null,
    version,
    geometry: { type: "MultiPolygon", coordinates: [[[...ring, ring[0]!]]] },
  };
}

function vehicles(fleet: Fleet): Face[] {
  return fleet.ids.map(vehicle);
}

export function vehicle(id: number): Face {
  return {
    id,
    name: `Unit ${id}`,
    plate: `BK ${1000 + id} S`,
    kind: VEHICLE_KINDS[id % VEHICLE_KINDS.length],
    agency: id % 3 === 0 ? "Dinas Kesehatan" : "Dinas Pekerjaan Umum",
    agency_id: (id % 3) + 1,
    unit_status: "free",
  };
}

/** The first ones lie close together, the others all over the region. */
export function complaint(id: number): Face {
  const index = id - 1;
  const [title, category, categoryEn, priority, status] = COMPLAINTS[index % COMPLAINTS.length]!;
  const [place, lon, lat] = index < 36 ? PLACES[index % PLACES.length]! : somewhere(id);
  const created = new Date(
    Date.now() - (index < 36 ? (index + 1) ** 2 : index + 1300) * 140_000,
  ).toISOString();
  return {
    id,
    code: `KR-${(4096 + index * 977).toString(36).toUpperCase()}`,
    title,
    // Nothing but the first ones is closed: those are the open complaints of a busy day.
    status: index >= 36 && status === "closed" ? "verified" : status,
    category,
    category_en: categoryEn,
    complaint_class: "complaint",
    priority,
    lon: lon + ((index * 37) % 19) / 900,
    lat: lat + ((index * 53) % 23) / 900,
    place,
    agency: status === "received" ? null : "Dinas Pekerjaan Umum",
    agency_id: null,
    created_at: created,
    updated_at: created,
    deadline: new Date(Date.now() + (20 - index) * 3_600_000).toISOString(),
    has_photo: index % 2 === 0,
  };
}

const STAGES = ["active", "active", "active", "faulty", "installed", "planned"];

export function camera(id: number): Face {
  const index = id - 1;
  const [place, lon, lat] = index < 16 ? PLACES[(index * 3) % PLACES.length]! : somewhere(id + 5000);
  return {
    id,
    name: `CCTV ${place.split(",")[0]} ${id}`,
    lon: lon + ((index * 29) % 13) / 700,
    lat: lat + ((index * 31) % 11) / 700,
    bearing: index % 5 === 0 ? null : (index * 67) % 360,
    fov: 70,
    range_m: 180,
    stage: STAGES[index % STAGES.length],
    kind: "dome",
    agency: "Diskominfo",
    snapshot_at: null,
    snapshot_url: null,
    place,
  };
}

function somewhere(seed: number): readonly [string, number, number] {
  const random = mulberry(seed);
  return [`Desa ${seed}`, 97.95 + random() * 0.65, 2.88 + random() * 0.42];
}

function zones(): Face[] {
  const ring = (radiusDeg: number, lon: number, lat: number) => [
    Array.from({ length: 65 }, (_, index) => {
      const angle = (index / 64) * 2 * Math.PI;
      return [lon + Math.sin(angle) * radiusDeg, lat + Math.cos(angle) * radiusDeg];
    }),
  ];
  const levels = [
    [3, 0.027, "#d7191c"],
    [2, 0.045, "#e8803a"],
    [1, 0.063, "#f0d24a"],
  ] as const;
  const base = {
    valid_from: null,
    valid_to: null,
    version: 1,
    fill_opacity: 0.25,
  };
  return [
    ...levels.map(([level, radius, color], index) => ({
      ...base,
      id: index + 1,
      name: "Gunung Sinabung",
      name_en: "Mount Sinabung",
      purpose: "hazard",
      kind: "volcano",
      level,
      color,
      geometry: {
        type: "MultiPolygon",
        coordinates: [ring(radius, 98.392, 3.17)],
      },
    })),
    {
      ...base,
      id: 9,
      name: "Bukit Gundaling",
      name_en: "Gundaling Hill",
      purpose: "tourism",
      kind: "site",
      level: null,
      color: "#34c796",
      geometry: {
        type: "MultiPolygon",
        coordinates: [ring(0.008, 98.503, 3.197)],
      },
    },
  ];
}
