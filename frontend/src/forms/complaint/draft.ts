/**
 * What was typed survives a closed page for a day. Secrecy comes first: whoever asked for it must not lose it. The form's
 * token belongs to the draft, so that a complaint whose answer was lost on the way is not stored twice.
 */
export const FLAGS = ["anonymous", "confidential"] as const;
const TEXTS = [
  "form_token",
  "category",
  "channel",
  "title",
  "description",
  "text",
  "landmark",
  "lon",
  "lat",
  "name",
  "phone",
  "email",
] as const;
const WRITTEN = ["title", "description", "text", "landmark", "lon", "name", "phone", "email"] as const;
export const KEPT_FOR_MS = 24 * 3_600_000;

export interface Draft {
  at: number;
  flags: string[];
  values: Record<string, string>;
}

const key = (name: string): string => `pantau.draft.${name}`;

export function saveDraft(storage: Storage, name: string, form: FormData, now: number): void {
  const values: Record<string, string> = {};
  for (const field of TEXTS) {
    const value = form.get(field);
    if (typeof value === "string" && value !== "") values[field] = value;
  }
  const flags = FLAGS.filter((flag) => form.get(flag) !== null);
  storage.setItem(key(name), JSON.stringify({ at: now, flags, values } satisfies Draft));
}

/** A draft that is not too old and holds something that was written or ticked; null when there is none. */
export function readDraft(storage: Storage, name: string, now: number): Draft | null {
  const text = storage.getItem(key(name));
  if (text === null) return null;
  const { at, flags = [], values = {} } = JSON.parse(text) as Partial<Draft>;
  if (typeof at !== "number" || now - at > KEPT_FOR_MS) {
    storage.removeItem(key(name));
    return null;
  }
  const written = flags.length > 0 || WRITTEN.some((field) => values[field] !== undefined);
  return written ? { at, flags, values } : null;
}

export function forgetDraft(storage: Storage, name: string): void {
  storage.removeItem(key(name));
}

/** Puts a draft into the form, the ticks for secrecy before anything else. */
export function restoreDraft(form: HTMLFormElement, draft: Draft): void {
  for (const flag of draft.flags) {
    const box = form.elements.namedItem(flag);
    if (box instanceof HTMLInputElement) box.checked = true;
  }
  for (const [field, value] of Object.entries(draft.values)) {
    const element = form.elements.namedItem(field);
    if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) element.value = value;
    if (element instanceof HTMLSelectElement && element.value === "") element.value = value;
  }
}
