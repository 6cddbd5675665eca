/** The words that the fleet's scripts say themselves. */
import type { Language } from "../shared/i18n";

const WORDS = {
  id: {
    moving: "bergerak",
    stopped: "berhenti",
    silent: "tanpa kabar sejak {time}",
    stoppedFor: "berhenti {time}",
    notBelieved: "tidak dipercaya: {why}",
    gap: "tanpa data {time}",
    start: "awal",
    whole: "Seluruh lintasan",
    here: "Posisi terakhir",
  },
  en: {
    moving: "moving",
    stopped: "stopped",
    silent: "silent since {time}",
    stoppedFor: "stopped for {time}",
    notBelieved: "not believed: {why}",
    gap: "no data for {time}",
    start: "start",
    whole: "Whole track",
    here: "Last position",
  },
} as const;

export type Word = keyof (typeof WORDS)["id"];
export type Say = (word: Word, values?: Record<string, string>) => string;

export function speaker(language: Language): Say {
  return (word, values = {}) =>
    WORDS[language][word].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
}
