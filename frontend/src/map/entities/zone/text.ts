import type { Zone } from "../../../net/live/types";
import type { Language, Translate } from "../../../ui/i18n";

const ROMAN = ["", "I", "II", "III", "IV"];

/** Volcanic zones have their own name in Indonesia: Kawasan Rawan Bencana I to III. */
export function levelText(zone: Pick<Zone, "kind" | "level">, t: Translate): string {
  if (zone.level === null) return "";
  const level = ROMAN[zone.level] ?? String(zone.level);
  if (zone.kind === "volcano") return t("zone.krb", { level });
  return `${t(`zone.kind.${zone.kind}`)} ${level}`;
}

export function zoneLabel(zone: Zone, language: Language): string {
  return language === "en" && zone.name_en ? zone.name_en : zone.name;
}
