/** What the server tells the page, in the element #wall-config. */
import type { Language } from "../ui/i18n";

export interface Region {
  name: string;
  center: [lat: number, lon: number];
  zoom: number;
  /** South-west and north-east corner as [lat, lon], or null while no areas are imported. */
  bounds: [[number, number], [number, number]] | null;
}

export interface Page {
  path: string;
  title: string;
}

export interface WallConfig {
  wsPath: string;
  tileUrl: string;
  tileAttribution: string;
  region: Region;
  timeZone: string;
  zoneLabel: string;
  demo: boolean;
  language: Language;
  user: { name: string; role: string };
  pages: Page[];
  /** Whether this user may take alarms. */
  mayAcknowledge: boolean;
  /** Address of a complaint's case, with {id} and {code} to be filled in; empty if this user has no desk. */
  caseUrl: string;
}

export function readConfig(page: Document): WallConfig {
  const element = page.getElementById("wall-config");
  if (element === null) throw new Error("the page has no #wall-config");
  return JSON.parse(element.textContent ?? "") as WallConfig;
}
