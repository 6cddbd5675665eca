/** The words of a shared vehicle's page. */
import type { Language } from "../ui/i18n";

const WORDS = {
  id: {
    moving: "bergerak",
    stopped: "berhenti",
    silent: "tanpa kabar",
    sos: "SOS",
    never: "belum ada posisi",
    ago: "posisi {age} yang lalu ({time})",
    speed: "{speed} km/jam",
  },
  en: {
    moving: "moving",
    stopped: "stopped",
    silent: "silent",
    sos: "SOS",
    never: "no position yet",
    ago: "position {age} old ({time})",
    speed: "{speed} km/h",
  },
} as const;

export type Word = keyof (typeof WORDS)["id"];
export type Say = (word: Word, values?: Record<string, string>) => string;

export function speaker(language: Language): Say {
  return (word, values = {}) =>
    WORDS[language][word].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
}
