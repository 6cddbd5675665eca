/** The words that the fleet's scripts say themselves. */
import type { Language } from "../ui/i18n";

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
    play: "Putar",
    pause: "Jeda",
    notLoaded: "Lintasan tidak dapat dimuat. {why}",
    nothingKnown: "Tidak ada posisi kendaraan ini pada waktu tersebut. Pilih waktu lain di atas.",
    noFix: "tanpa posisi",
    notYet: "belum ada posisi",
    noData: "tanpa data sejak {time}",
    cutOff: "posisi terlalu banyak; akhir lintasan tidak ditampilkan",
    thinned: "{shown} dari {fixes} posisi ditampilkan",
    complaints: "Pengaduan",
    openCase: "Buka pengaduan",
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
    play: "Play",
    pause: "Pause",
    notLoaded: "The tracks cannot be loaded. {why}",
    nothingKnown: "No position of these vehicles is known of this time. Choose another time above.",
    noFix: "no position",
    notYet: "no position yet",
    noData: "no data since {time}",
    cutOff: "too many positions; the end is not shown",
    thinned: "{shown} of {fixes} positions are shown",
    complaints: "Complaints",
    openCase: "Open the complaint",
  },
} as const;

export type Word = keyof (typeof WORDS)["id"];
export type Say = (word: Word, values?: Record<string, string>) => string;

export function speaker(language: Language): Say {
  return (word, values = {}) =>
    WORDS[language][word].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
}
