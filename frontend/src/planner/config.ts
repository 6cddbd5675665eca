/** What the server hands to the page. */
import type { Language } from "../ui/i18n";

export interface ZoneStyle {
  color: string;
  fillOpacity: number;
}

export interface PurposeChoice {
  value: string;
  label: string;
  kinds: string[];
}

export interface PlannerConfig {
  language: Language;
  timeZone: string;
  zoneLabel: string;
  tileUrl: string;
  tileAttribution: string;
  bounds: [[number, number], [number, number]] | null;
  purposes: PurposeChoice[];
  kinds: Record<string, string>;
  /** By kind, then by level ("" for none). */
  styles: Record<string, Record<string, ZoneStyle>>;
}

export function readConfig(page: Document): PlannerConfig {
  const element = page.getElementById("planner-config");
  if (element === null) throw new Error("the page has no #planner-config");
  return JSON.parse(element.textContent ?? "") as PlannerConfig;
}
