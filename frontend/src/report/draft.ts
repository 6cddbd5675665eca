/** What was typed survives a closed page for a day. Name, telephone and e-mail are not kept: phones are lent. */
const KEPT = ["category", "title", "description", "landmark", "lon", "lat"] as const;
const KEPT_FOR_MS = 24 * 3_600_000;

interface Draft {
  at: number;
  values: Record<string, string>;
}

const key = (name: string): string => `pantau.draft.${name}`;

export function saveDraft(storage: Storage, name: string, form: FormData, now: number): void {
  const values: Record<string, string> = {};
  for (const field of KEPT) {
    const value = form.get(field);
    if (typeof value === "string" && value !== "") values[field] = value;
  }
  storage.setItem(key(name), JSON.stringify({ at: now, values } satisfies Draft));
}

/** The values of a draft that is not too old; null when there is none, or nothing in it. */
export function readDraft(storage: Storage, name: string, now: number): Record<string, string> | null {
  const text = storage.getItem(key(name));
  if (text === null) return null;
  const draft = JSON.parse(text) as Partial<Draft>;
  if (typeof draft.at !== "number" || now - draft.at > KEPT_FOR_MS || draft.values === undefined) {
    storage.removeItem(key(name));
    return null;
  }
  return Object.keys(draft.values).length > 0 ? draft.values : null;
}

export function forgetDraft(storage: Storage, name: string): void {
  storage.removeItem(key(name));
}
