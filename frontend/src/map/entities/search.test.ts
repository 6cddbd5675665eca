import { expect, it } from "vitest";
import { EntityStore } from "../model/entityStore";
import { search as camera } from "./camera/search";
import { search as complaint } from "./complaint/search";
import { arrange, type Found, parseCoordinates, rankPlaces, type Searched, searchLive } from "./search";
import { search as vehicle } from "./vehicle/search";
import { search as zone } from "./zone/search";

const SEARCHED = [
  { face: "vehicle", type: "vehicle", search: vehicle },
  { face: "complaint", type: "complaint", search: complaint },
  { face: "camera", type: "camera", search: camera },
  { face: "zone", type: "zone", search: zone },
] as unknown as Searched[];
const store = new EntityStore();
store.applySnapshot({
  op: "snapshot",
  number: 1,
  state: {
    vehicle: [
      {
        id: 1,
        name: "Ambulans 3",
        plate: "BK 1203 S",
        agency: "Dinas Kesehatan",
      },
      { id: 2, name: "Truk sampah", plate: "BK 8012 S", agency: null },
    ],
    complaint: [
      {
        id: 7,
        title: "Jalan berlubang di Kabanjahe",
        code: "KR-7F2A",
        place: "Lau Cimba, Kabanjahe",
        lon: 98.5,
        lat: 3.1,
      },
    ],
    camera: [
      {
        id: 4,
        name: "Simpang Tugu Kabanjahe",
        place: "Kabanjahe",
        lon: 98.4,
        lat: 3.1,
      },
    ],
  } as never,
});
const { entities } = store;

const live = (text: string) => arrange(searchLive(text, entities, SEARCHED));
const area = (title: string, kind: Found["kind"] = "area") =>
  ({ kind, title, detail: "", selection: null, place: { lon: 98.5, lat: 3.1 } }) as Found;

it("finds a vehicle by its plate, with or without spaces", () => {
  expect(live("bk1203")[0]?.selection).toEqual({
    type: "vehicle",
    id: 1,
  });
});

it("finds a complaint by its tracking code", () => {
  expect(live("kr-7f").map((found) => found.selection)).toEqual([{ type: "complaint", id: 7 }]);
});

it("finds all kinds of things by one word", () => {
  expect(live("kabanjahe").map((found) => found.kind)).toEqual(["complaint", "camera"]);
});

it("puts the area of exactly this name before all that lies in it", () => {
  const places = rankPlaces("kabanjahe", [area("Jalan Kabanjahe", "ground"), area("Kabanjahe")]);
  expect(
    arrange([...searchLive("kabanjahe", entities, SEARCHED), ...places]).map((found) => found.title),
  ).toEqual(["Kabanjahe", "Jalan berlubang di Kabanjahe", "Simpang Tugu Kabanjahe", "Jalan Kabanjahe"]);
});

it("puts a name's beginning before a word within another name", () => {
  const places = rankPlaces("truk", [area("Desa Truk")]);
  expect(arrange([...places, ...searchLive("truk", entities, SEARCHED)]).map((found) => found.title)).toEqual(
    ["Truk sampah", "Desa Truk"],
  );
});

it("shows a few of each kind, and more when there is only one kind", () => {
  const many = Array.from({ length: 20 }, (_, number) => area(`Lau ${number}`));
  expect(arrange(rankPlaces("lau", many))).toHaveLength(12);
  expect(arrange(rankPlaces("lau", [...many, area("Lau Biang", "ground")]))).toHaveLength(5);
});

it("does not answer to a single letter", () => {
  expect(live("a")).toEqual([]);
});

it.each([
  ["3.1001, 98.49", 3.1001, 98.49],
  ["3,1001 98,49", 3.1001, 98.49],
  ["-0.02 109.33", -0.02, 109.33],
  ["98.49 E, 3.1 N", 3.1, 98.49],
  ["0.05 LS 109.3 BT", -0.05, 109.3],
  ["3°06'00\"N 98°30'00\"E", 3.1, 98.5],
])("reads %s as coordinates", (text, lat, lon) => {
  const place = parseCoordinates(text)!;
  expect(place.lat).toBeCloseTo(lat, 6);
  expect(place.lon).toBeCloseTo(lon, 6);
});

it.each(["Kabanjahe", "3.1", "95.2, 200", "12 / 5", ""])("does not take %s for coordinates", (text) => {
  expect(parseCoordinates(text)).toBeNull();
});
