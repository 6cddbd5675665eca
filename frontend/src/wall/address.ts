/** The wall's state in the page's address, so that what is seen can be shared: #map=11/3.1000/98.3500&sel=complaint:12&off=cameras */
import { LAYERS, type LayerName } from "../map/model/layerNames";
import { formatSelection, parseSelection, type Selection } from "../map/model/selection";

/** What addresses that were shared before call the layers. */
const FORMER: Readonly<Partial<Record<LayerName, string>>> = { complaints: "reports" };
/** Finished complaints are history; the wall starts with what is open. */
const OFF_AT_FIRST: readonly LayerName[] = ["done"];

export interface MapPlace {
  zoom: number;
  lat: number;
  lon: number;
}

export interface Address {
  map: MapPlace | null;
  selection: Selection | null;
  off: ReadonlySet<LayerName>;
}

export function formatAddress({ map, selection, off }: Address): string {
  const parts: string[] = [];
  if (map) parts.push(`map=${trim(map.zoom, 2)}/${map.lat.toFixed(5)}/${map.lon.toFixed(5)}`);
  if (selection) parts.push(`sel=${formatSelection(selection)}`);
  const names = LAYERS.filter((name) => off.has(name));
  if (names.join() !== OFF_AT_FIRST.join()) parts.push(`off=${names.join(",")}`);
  return parts.length > 0 ? `#${parts.join("&")}` : "";
}

export function parseAddress(hash: string): Address {
  const values = new URLSearchParams(hash.replace(/^#/, ""));
  const off = values.get("off");
  return {
    map: parseMap(values.get("map") ?? ""),
    selection: parseSelection(values.get("sel") ?? ""),
    off: new Set(off === null ? OFF_AT_FIRST : namedLayers(off.split(","))),
  };
}

function namedLayers(names: readonly string[]): LayerName[] {
  return LAYERS.filter((name) => names.includes(name) || names.includes(FORMER[name] ?? name));
}

function parseMap(text: string): MapPlace | null {
  const [zoom, lat, lon] = text.split("/").map(Number);
  const right =
    Number.isFinite(zoom) &&
    Number.isFinite(lat) &&
    Number.isFinite(lon) &&
    Math.abs(lat!) <= 85 &&
    Math.abs(lon!) <= 180;
  return right && text !== "" ? { zoom: Math.min(19, Math.max(3, zoom!)), lat: lat!, lon: lon! } : null;
}

function trim(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}
