/** Search over what the wall already holds, and coordinates; places come from the server. */
import type { Entities } from "../model/entityStore";
import type { Selection } from "../model/selection";

export interface Found {
  kind: "vehicle" | "complaint" | "camera" | "zone" | "coordinates" | "area" | "ground";
  title: string;
  detail: string;
  selection: Selection | null;
  place: { lon: number; lat: number } | null;
  /** West, south, east, north. */
  bounds?: [number, number, number, number];
}

/** A thing found, with how well it matches: the lower, the better. */
export interface Ranked {
  found: Found;
  rank: number;
}

/** The ranks: the whole name, its beginning, a word's beginning, a part of it, the place where the thing is. */
const [EXACT, PREFIX, WORD, WITHIN, AROUND, NO_MATCH] = [0, 1, 2, 3, 4, 5];
const KINDS: readonly Found["kind"][] = [
  "coordinates",
  "area",
  "vehicle",
  "complaint",
  "camera",
  "zone",
  "ground",
];
const MOST_OF_A_KIND = 4;
const MOST_OF_THE_ONLY_KIND = 12;

/** The best matches first, kind by kind among equals, a few of each kind; an area of exactly this name leads. */
export function arrange(ranked: readonly Ranked[]): Found[] {
  const most =
    new Set(ranked.map(({ found }) => found.kind)).size > 1 ? MOST_OF_A_KIND : MOST_OF_THE_ONLY_KIND;
  const taken = new Map<Found["kind"], number>();
  return [...ranked]
    .sort((a, b) => a.rank - b.rank || KINDS.indexOf(a.found.kind) - KINDS.indexOf(b.found.kind))
    .filter(({ found: { kind } }) => {
      const count = (taken.get(kind) ?? 0) + 1;
      taken.set(kind, count);
      return count <= most;
    })
    .map(({ found }) => found);
}

/** What the server found by its own, more forgiving rules stays, after what matches by the letter. */
export function rankPlaces(text: string, places: readonly Found[]): Ranked[] {
  const wanted = normal(text);
  return places.map((found) => ({ found, rank: Math.min(AROUND, rankOf(wanted, [normal(found.title)])) }));
}

interface Words {
  names: string[];
  place: string;
}

/** The normal forms of a face's names; a changed face is another object. */
const known = new WeakMap<object, Words>();

function wordsOf<F extends object>(face: F, names: (face: F) => string[], place: (face: F) => string): Words {
  let words = known.get(face);
  if (words === undefined) {
    words = { names: names(face).map(normal), place: normal(place(face)) };
    known.set(face, words);
  }
  return words;
}

export function searchLive(text: string, entities: Entities): Ranked[] {
  const wanted = normal(text);
  if (wanted.length < 2) return [];
  const all = <F extends object>(
    faces: Iterable<F>,
    names: (face: F) => string[],
    place: (face: F) => string,
    found: (face: F) => Found,
  ): Ranked[] => {
    const matches: Ranked[] = [];
    for (const face of faces) {
      const words = wordsOf(face, names, place);
      const around = rankOf(wanted, [words.place]) < NO_MATCH ? AROUND : NO_MATCH;
      const rank = Math.min(rankOf(wanted, words.names), around);
      if (rank < NO_MATCH) matches.push({ found: found(face), rank });
    }
    return matches;
  };
  return [
    ...all(
      entities.vehicle.values(),
      (face) => [face.plate, face.plate.replace(/\s/g, ""), face.name],
      () => "",
      (face) => ({
        kind: "vehicle",
        title: face.name,
        detail: [face.plate, face.agency].filter(Boolean).join(" · "),
        selection: { type: "vehicle", id: face.id },
        place: null,
      }),
    ),
    ...all(
      entities.complaint.values(),
      (face) => [face.code, face.title],
      (face) => face.place,
      (face) => ({
        kind: "complaint",
        title: face.title,
        detail: `${face.code} · ${face.place}`,
        selection: { type: "complaint", id: face.id },
        place: face.lon === null || face.lat === null ? null : { lon: face.lon, lat: face.lat },
      }),
    ),
    ...all(
      entities.camera.values(),
      (face) => [face.name],
      (face) => face.place,
      (face) => ({
        kind: "camera",
        title: face.name,
        detail: face.place,
        selection: { type: "camera", id: face.id },
        place: { lon: face.lon, lat: face.lat },
      }),
    ),
    ...all(
      entities.zone.values(),
      (face) => [face.name, face.name_en],
      () => "",
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

/** All of them in their normal form. */
function rankOf(wanted: string, words: string[]): number {
  return Math.min(
    ...words.map((text) => {
      const at = text.indexOf(wanted);
      if (at < 0) return NO_MATCH;
      if (at === 0) return text.length === wanted.length ? EXACT : PREFIX;
      return text.includes(` ${wanted}`) ? WORD : WITHIN;
    }),
  );
}

function normal(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
