import { en, type Key } from "./en";
import { id } from "./id";

export type { Key } from "./en";
export type Language = "id" | "en";
export type Translate = (key: Key, values?: Record<string, string | number>) => string;

const DICTIONARIES: Record<Language, Record<Key, string>> = { id, en };

/** A function that says a text in one language; `{name}` is replaced by the value of that name. */
export function translator(language: Language): Translate {
  const dictionary = DICTIONARIES[language];
  return (key, values = {}) =>
    dictionary[key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? `{${name}}`));
}
