/** An alarm in words, as `fleet/events/labels.py` says them: a test holds words.json and that file together. */
import type { VehicleEvent } from "../../../net/live/types";
import { locale } from "../../../ui/format";
import type { Language } from "../../../ui/i18n";
import WORDS from "./words.json";

type Detail = VehicleEvent["detail"];
type Words = (typeof WORDS)["en"];
type Lookup = Readonly<Record<string, string>>;
const NOTHING = "–";
const FORMS: Record<Language, Intl.NumberFormat> = { id: oneDecimal("id"), en: oneDecimal("en") };

function oneDecimal(language: Language): Intl.NumberFormat {
  return new Intl.NumberFormat(locale(language), { maximumFractionDigits: 1, useGrouping: false });
}

/** "too fast"; the word of a newer server that this page does not know is said as it is. */
export function kindWords(kind: string, language: Language): string {
  return (WORDS[language].kinds as Lookup)[kind] ?? kind.replaceAll("_", " ");
}

/** One sentence or two; what the alarm does not hold is shown as a dash. */
export function alarmWords({ kind, detail }: VehicleEvent, language: Language): string {
  const sentence = form(kind, detail, WORDS[language]);
  if (sentence === undefined) return kindWords(kind, language);
  const text = fill(sentence, (name) => value(name, detail, language));
  return detail.unproven ? `${text} ${WORDS[language].originUnproven}` : text;
}

/** What one position alone shows has lasted no time that could be told. */
function form(kind: string, { for_s }: Detail, { sentences, atOnce }: Words): string | undefined {
  const brief = typeof for_s === "number" && Math.round(for_s) === 0;
  return (brief ? (atOnce as Lookup)[kind] : undefined) ?? (sentences as Lookup)[kind];
}

function value(name: string, detail: Detail, language: Language): string {
  const words: Words = WORDS[language];
  switch (name) {
    case "duration":
      return duration(detail.for_s, words);
    case "between":
      return duration(detail.between_s, words);
    case "rest":
      return duration(Number(detail.rest_minutes ?? 0) * 60, words);
    case "rate":
      return detail.mps2 !== undefined && !detail.by_device
        ? fill(words.rates.positions, () => short(Math.abs(Number(detail.mps2)), language))
        : words.rates.device;
    case "why":
      return (words.silences as Lookup)[String(detail.why)] ?? NOTHING;
    case "paper":
      return (words.papers as Lookup)[String(detail.paper)] ?? NOTHING;
    case "top":
    case "limit":
      return short(detail[`${name}_kmh`], language);
    case "hours":
      return short(detail.hours, language);
    default:
      return String(detail[name] ?? NOTHING);
  }
}

/** Seconds as people say them: 45 s, 12 min, 3 h 05 min, 2 d 4 h. */
function duration(seconds: Detail[string] | undefined, { durations }: Words): string {
  if (typeof seconds !== "number") return NOTHING;
  const whole = Math.round(seconds);
  const minutes = Math.round(whole / 60);
  const hours = Math.floor(minutes / 60);
  if (whole < 90) return fill(durations.seconds, () => String(whole));
  if (minutes < 90) return fill(durations.minutes, () => String(minutes));
  const [form, parts] =
    hours < 48
      ? [durations.hours, { hours, minutes: String(minutes % 60).padStart(2, "0") }]
      : [durations.days, { days: Math.floor(hours / 24), hours: hours % 24 }];
  return fill(form, (name) => String((parts as Record<string, string | number>)[name]));
}

/** One decimal at most, with the comma or the point of the language. */
function short(number: Detail[string] | undefined, language: Language): string {
  if (typeof number !== "number") return NOTHING;
  return FORMS[language].format(number);
}

function fill(form: string, textOf: (name: string) => string): string {
  return form.replace(/\{(\w+)\}/g, (_, name: string) => textOf(name));
}
