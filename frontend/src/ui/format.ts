/** Ages, times, numbers and directions in the language's own form. */
import type { Language, Translate } from "./i18n";

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** "42 s", "3 min", "5 h", "2 d": one unit, always rounded down, so that nothing looks older than it is. */
export function age(seconds: number, t: Translate): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < MINUTE) return `${whole} ${t("unit.s")}`;
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)} ${t("unit.min")}`;
  if (whole < 2 * DAY) return `${Math.floor(whole / HOUR)} ${t("unit.h")}`;
  return `${Math.floor(whole / DAY)} ${t("unit.d")}`;
}

export function ago(seconds: number, t: Translate): string {
  return seconds < 2 ? t("age.now") : t("age.ago", { age: age(seconds, t) });
}

export function locale(language: Language): string {
  return language === "id" ? "id-ID" : "en-GB";
}

export interface Clock {
  time(unixSeconds: number): string;
  date(unixSeconds: number): string;
  dateTime(unixSeconds: number): string;
}

/** Times in the region's zone, whatever the browser's own is; `zoneLabel` is WIB, WITA or WIT. */
export function clock(language: Language, timeZone: string, zoneLabel: string): Clock {
  const form = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale(language), { timeZone, ...options });
  const time = form({
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
  const date = form({
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
  });
  const both = form({
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return {
    time: (at) => time.format(at * 1000),
    date: (at) => date.format(at * 1000),
    dateTime: (at) => `${both.format(at * 1000)} ${zoneLabel}`,
  };
}

export function numbers(language: Language): (value: number, digits?: number) => string {
  // Making a form costs far more than using it.
  const forms = new Map<number, Intl.NumberFormat>();
  return (value, digits = 0) => {
    let form = forms.get(digits);
    if (form === undefined) {
      form = new Intl.NumberFormat(locale(language), {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      });
      forms.set(digits, form);
    }
    return form.format(value);
  };
}

/** Metres below a kilometre, kilometres with one digit above. */
export function distance(metres: number, language: Language, t: Translate): string {
  const number = numbers(language);
  if (metres < 995) return `${number(Math.round(metres / 5) * 5)} ${t("unit.m")}`;
  return `${number(metres / 1000, metres < 9_950 ? 1 : 0)} ${t("unit.km")}`;
}

const WINDS: Record<Language, readonly string[]> = {
  en: ["N", "NE", "E", "SE", "S", "SW", "W", "NW"],
  id: ["U", "TL", "T", "TG", "S", "BD", "B", "BL"],
};

/** "045° NE" */
export function course(degrees: number, language: Language): string {
  const whole = Math.round(degrees) % 360;
  return `${String(whole).padStart(3, "0")}° ${WINDS[language][Math.round(whole / 45) % 8]}`;
}

/** Unix seconds of an ISO time. */
export function unix(iso: string): number {
  return Date.parse(iso) / 1000;
}
