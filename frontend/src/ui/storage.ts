/** The browser's storage, which may be full, switched off, or hold what an older page has written: none of it is an error. */

/** `full`: no room is left. `unavailable`: this browser keeps nothing for pages. */
export type Stored = "stored" | "full" | "unavailable";

export function store(storage: () => Storage, key: string, value: unknown): Stored {
  const text = JSON.stringify(value);
  try {
    storage().setItem(key, text);
    return "stored";
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return error.name === "QuotaExceededError" || error.name === "NS_ERROR_DOM_QUOTA_REACHED"
      ? "full"
      : "unavailable";
  }
}

/** Null when there is nothing, nothing that can be read, or no storage. */
export function stored(storage: () => Storage, key: string): unknown {
  const text = attempt(() => storage().getItem(key)) ?? null;
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    console.warn(`what is stored as ${key} cannot be read`, error);
    return null;
  }
}

export function forget(storage: () => Storage, key: string): void {
  attempt(() => storage().removeItem(key));
}

/** The keys with this beginning. */
export function storedKeys(storage: () => Storage, prefix: string): string[] {
  return attempt(() => Object.keys(storage()).filter((key) => key.startsWith(prefix))) ?? [];
}

/** Undefined where the browser refuses its storage. */
function attempt<T>(step: () => T): T | undefined {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return undefined;
  }
}

export const local = (): Storage => window.localStorage;
export const session = (): Storage => window.sessionStorage;
