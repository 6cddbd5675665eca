/** The few words that the complaint form's scripts say themselves. */
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
    closer: "Peta diperbesar. Ketuk sekali lagi tepat di tempat kejadian.",
    coarse: "Posisi Anda kira-kira (± {metres}): {place}. Geser jarum ke tempat yang tepat.",
    tooCoarse: "Posisi dari ponsel terlalu kasar (± {metres}) dan tidak dipakai. Ketuk tempatnya di peta.",
    removed: "Tempat dihapus.",
    searched: "{place}. Ketuk peta tepat di tempat kejadian.",
    noPlace: "Tidak ditemukan. Coba nama desa atau jalan, atau ketuk peta.",
    noSearch: "Pencarian tidak dapat dipakai sekarang. Ketuk peta, atau tulis tempatnya di bawah.",
    unreadablePhoto: "Foto {name} kosong atau tidak dapat dibaca. Buka dahulu di ponsel, lalu pilih lagi.",
    tooManyPhotos: "Paling banyak lima foto; selebihnya tidak diambil.",
    startAnew: "Hapus dan mulai baru",
    discard: "Yang Anda tulis dan foto yang dipilih akan dihapus. Batalkan pengaduan ini?",
    notSentYet:
      "Belum terkirim: tidak ada sambungan. Tulisan dan foto tersimpan di ponsel ini dan dicoba lagi dengan sendirinya; biarkan halaman ini terbuka. Bila ada bahaya bagi nyawa, telepon 112.",
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
    closer: "The map was brought closer. Tap once more exactly where it happened.",
    coarse: "Your position is rough (± {metres}): {place}. Drag the pin to the exact place.",
    tooCoarse: "The phone's position is too rough (± {metres}) and is not used. Tap the place on the map.",
    removed: "The place was removed.",
    searched: "{place}. Tap the map exactly where it happened.",
    noPlace: "Not found. Try the name of a village or a road, or tap the map.",
    noSearch: "The search cannot be used now. Tap the map, or write the place below.",
    unreadablePhoto:
      "The photo {name} is empty or cannot be read. Open it on the phone first, then choose it again.",
    tooManyPhotos: "Five photos are the most; the others were not taken.",
    startAnew: "Delete and start anew",
    discard: "What you wrote and the chosen photos will be deleted. Cancel this complaint?",
    notSentYet:
      "Not sent yet: there is no connection. Words and photos are kept on this phone and sent again by themselves; leave this page open. If there is danger to life, call 112.",
    pin: "Where it happened",
  },
} as const;

export type Word = keyof (typeof WORDS)["id"];

export function say(word: Word, values: Record<string, string> = {}): string {
  const language = document.documentElement.lang === "en" ? "en" : "id";
  return WORDS[language][word].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
}
