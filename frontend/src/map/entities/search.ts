/** Search over what the wall already holds, and coordinates; places come from the server. */
import type { EntityType, Faces } from "../../net/live/types";
import type { Entities } from "../model/entityStore";
import type { Selection, SelectionType } from "../model/selection";

export interface Found {
  kind: SelectionType | "coordinates" | "area" | "ground";
  title: string;
  detail: string;
  selection: Selection | null;
  place: { lon: number; lat: number } | null;
  /** West, south, east, north. */
  bounds?: [number, number, number, number];
}

/** How the faces of an entity are searched. */
export interface FaceSearch<F> {
  /** What it may be called by. */
  names(face: F): string[];
  /** Where it is, in words. */
  place(face: F): string;
  found(face: F): Pick<Found, "title" | "detail" | "place">;
}

/** An entity as far as the search is concerned. */
export interface Searched<T extends EntityType = EntityType> {
  readonly face: T;
  readonly type: SelectionType;
  readonly search?: FaceSearch<Faces[T]>;
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
  "alarm",
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

function wordsOf<F extends object>(face: F, search: FaceSearch<F>): Words {
  let words = known.get(face);
  if (words === undefined) {
    words = { names: search.names(face).map(normal), place: normal(search.place(face)) };
    known.set(face, words);
  }
  return words;
}

/** What is found in the live state, of each entity that can be searched. */
export function searchLive(text: string, entities: Entities, searched: readonly Searched[]): Ranked[] {
  const wanted = normal(text);
  if (wanted.length < 2) return [];
  return searched.flatMap((entity) => matchesOf(wanted, entity, entities));
}

function matchesOf(wanted: string, { face, type, search }: Searched, entities: Entities): Ranked[] {
  if (search === undefined) return [];
  const matches: Ranked[] = [];
  for (const each of entities[face].values()) {
    const words = wordsOf(each, search);
    const around = rankOf(wanted, [words.place]) < NO_MATCH ? AROUND : NO_MATCH;
    const rank = Math.min(rankOf(wanted, words.names), around);
    if (rank === NO_MATCH) continue;
    const found: Found = { ...search.found(each), kind: type, selection: { type, id: each.id } };
    matches.push({ found, rank });
  }
  return matches;
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
