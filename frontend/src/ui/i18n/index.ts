import { en, type Key } from "./en";
import { id } from "./id";

export type { Key } from "./en";
export type Language = "id" | "en";
export type Translate = (key: Key, values?: Record<string, string | number>) => string;

const DICTIONARIES: Record<Language, Record<Key, string>> = { id, en };

/**
 * A function that says a text in one language; `{name}` is replaced by the value of that name. A word of a newer server that
 * no dictionary knows is said as it is: a wall must not go dark for it.
 */
export function translator(language: Language): Translate {
  const dictionary = DICTIONARIES[language];
  return (key, values = {}) =>
    (dictionary[key] ?? unknown(key)).replace(/\{(\w+)\}/g, (_, name: string) =>
      String(values[name] ?? `{${name}}`),
    );
}

function unknown(key: string): string {
  return key.slice(key.lastIndexOf(".") + 1).replaceAll("_", " ");
}
