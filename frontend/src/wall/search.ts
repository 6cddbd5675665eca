/** Search over what the wall already holds, and coordinates; places come from the server. */
import type { Entities } from "../live/state";
import type { Selection } from "./selection";

export interface Found {
  kind: "vehicle" | "report" | "camera" | "zone" | "coordinates" | "area" | "ground";
  title: string;
  detail: string;
  selection: Selection | null;
  place: { lon: number; lat: number } | null;
  /** West, south, east, north. */
  bounds?: [number, number, number, number];
}

const MOST_OF_A_KIND = 5;

/** The best matches of each kind; a match at a word's beginning comes before one within a word. */
export function searchLive(text: string, entities: Entities): Found[] {
  const wanted = normal(text);
  if (wanted.length < 2) return [];
  const best = <F>(faces: Iterable<F>, words: (face: F) => string[], found: (face: F) => Found): Found[] =>
    [...faces]
      .map((face) => ({ face, rank: rankOf(wanted, words(face)) }))
      .filter(({ rank }) => rank < NO_MATCH)
      .sort((a, b) => a.rank - b.rank)
      .slice(0, MOST_OF_A_KIND)
      .map(({ face }) => found(face));
  return [
    ...best(
      entities.vehicle.values(),
      (face) => [face.plate, face.plate.replace(/\s/g, ""), face.name],
      (face) => ({
        kind: "vehicle",
        title: face.name,
        detail: [face.plate, face.agency].filter(Boolean).join(" · "),
        selection: { type: "vehicle", id: face.id },
        place: null,
      }),
    ),
    ...best(
      entities.report.values(),
      (face) => [face.code, face.title, face.place],
      (face) => ({
        kind: "report",
        title: face.title,
        detail: `${face.code} · ${face.place}`,
        selection: { type: "report", id: face.id },
        place: face.lon === null || face.lat === null ? null : { lon: face.lon, lat: face.lat },
      }),
    ),
    ...best(
      entities.camera.values(),
      (face) => [face.name, face.place],
      (face) => ({
        kind: "camera",
        title: face.name,
        detail: face.place,
        selection: { type: "camera", id: face.id },
        place: { lon: face.lon, lat: face.lat },
      }),
    ),
    ...best(
      entities.zone.values(),
      (face) => [face.name, face.name_en],
      (face) => ({
        kind: "zone",
        title: face.name,
        detail: "",
        selection: { type: "zone", id: face.id },
        place: null,
      }),
    ),
  ];
}

/** "3.1001, 98.49", "3,1001 98,49", "98.49 E 3.1 N" or "3°06'N 98°30'E"; latitude first unless letters say otherwise. */
export function parseCoordinates(text: string): { lat: number; lon: number } | null {
  const tidy = text
    .trim()
    .toUpperCase()
    .replace(/(\d),(\d)/g, "$1.$2");
  const part = String.raw`([+-]?\d+(?:\.\d+)?)\s*°?\s*(?:(\d+(?:\.\d+)?)\s*['′]\s*)?(?:(\d+(?:\.\d+)?)\s*["″]\s*)?([NSEWTUBL]{0,2})`;
  const match = new RegExp(`^${part}[\\s,;]+${part}$`).exec(tidy);
  if (match === null) return null;
  const first = { value: degrees(match.slice(1, 4)), side: match[4] ?? "" };
  const second = { value: degrees(match.slice(5, 8)), side: match[8] ?? "" };
  const swapped = /^(E|W|BT|BB)$/.test(first.side);
  const [lat, lon] = swapped ? [second, first] : [first, second];
  const place = { lat: signed(lat), lon: signed(lon) };
  return Math.abs(place.lat) <= 85 && Math.abs(place.lon) <= 180 ? place : null;
}

function degrees(parts: (string | undefined)[]): number {
  const [whole, minutes, seconds] = parts.map((part) => Number(part ?? 0));
  return Math.sign(whole! || 1) * (Math.abs(whole!) + minutes! / 60 + seconds! / 3600);
}

/** N, S, E, W, and the Indonesian LU, LS, BT, BB. */
function signed({ value, side }: { value: number; side: string }): number {
  return /^(S|LS|W|BB)$/.test(side) ? -Math.abs(value) : value;
}

const NO_MATCH = 3;

function rankOf(wanted: string, words: string[]): number {
  return Math.min(
    ...words.map((word) => {
      const text = normal(word);
      const at = text.indexOf(wanted);
      if (at < 0) return NO_MATCH;
      if (at === 0) return 0;
      return text[at - 1] === " " ? 1 : 2;
    }),
  );
}

function normal(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
