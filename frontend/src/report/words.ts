/** The few words that the report form's scripts say themselves. */
const WORDS = {
  id: {
    locating: "Mencari posisi Anda…",
    located: "Posisi Anda: {place}",
    chosen: "Tempat yang dipilih: {place}",
    outside: "di luar wilayah yang dikenal",
    notLocated: "Posisi tidak didapat. Pilih tempatnya di peta, atau tulis di bawah.",
    noMap: "Peta tidak dapat dimuat. Tulis tempatnya di bawah.",
    mapHint: "Ketuk peta di tempat kejadian. Jarum dapat digeser.",
    removePhoto: "Buang foto",
    shrinking: "Menyiapkan foto…",
    sending: "Mengirim…",
    restored: "Yang Anda tulis tadi masih ada.",
    pin: "Tempat kejadian",
  },
  en: {
    locating: "Looking for your position…",
    located: "Your position: {place}",
    chosen: "Chosen place: {place}",
    outside: "outside the known areas",
    notLocated: "Your position was not found. Choose the place on the map, or write it below.",
    noMap: "The map could not be loaded. Write the place below.",
    mapHint: "Tap the map where it happened. The pin can be dragged.",
    removePhoto: "Remove photo",
    shrinking: "Preparing the photos…",
    sending: "Sending…",
    restored: "What you wrote before is still here.",
    pin: "Where it happened",
  },
} as const;

export type Word = keyof (typeof WORDS)["id"];

export function say(word: Word, values: Record<string, string> = {}): string {
  const language = document.documentElement.lang === "en" ? "en" : "id";
  return WORDS[language][word].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
}
