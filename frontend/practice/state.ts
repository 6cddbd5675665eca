/** Reports, cameras, zones and vehicles for the practice server: made up, one of each look. */
import { VEHICLE_KINDS } from "../src/live/entities";
import type { Fleet } from "./fleet";

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

const REPORTS = [
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

export function state(fleet: Fleet): Record<string, object[]> {
  return {
    vehicle: vehicles(fleet),
    report: reports(),
    camera: cameras(),
    zone: zones(),
  };
}

function vehicles(fleet: Fleet): object[] {
  return fleet.ids.map((id) => ({
    id,
    name: `Unit ${id}`,
    plate: `BK ${1000 + id} S`,
    kind: VEHICLE_KINDS[id % VEHICLE_KINDS.length],
    agency: id % 3 === 0 ? "Dinas Kesehatan" : "Dinas Pekerjaan Umum",
    agency_id: (id % 3) + 1,
    unit_status: "free",
  }));
}

function reports(): object[] {
  return Array.from({ length: 36 }, (_, index) => {
    const [title, category, categoryEn, priority, status] = REPORTS[index % REPORTS.length]!;
    const [place, lon, lat] = PLACES[index % PLACES.length]!;
    const created = new Date(Date.now() - (index + 1) ** 2 * 140_000).toISOString();
    return {
      id: index + 1,
      code: `KR-${(4096 + index * 977).toString(36).toUpperCase()}`,
      title,
      status,
      category,
      category_en: categoryEn,
      report_class: "complaint",
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
  });
}

function cameras(): object[] {
  const stages = ["active", "active", "active", "faulty", "installed", "planned"];
  return Array.from({ length: 16 }, (_, index) => {
    const [place, lon, lat] = PLACES[(index * 3) % PLACES.length]!;
    return {
      id: index + 1,
      name: `CCTV ${place.split(",")[0]} ${index + 1}`,
      lon: lon + ((index * 29) % 13) / 700,
      lat: lat + ((index * 31) % 11) / 700,
      bearing: index % 5 === 0 ? null : (index * 67) % 360,
      fov: 70,
      range_m: 180,
      stage: stages[index % stages.length],
      kind: "dome",
      agency: "Diskominfo",
      snapshot_at: null,
      snapshot_url: null,
      place,
    };
  });
}

function zones(): object[] {
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
