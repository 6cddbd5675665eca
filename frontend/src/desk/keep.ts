/**
 * What is being typed into a step outlives a reload, another row of the list, and the end of the session. It belongs to
 * one version of the case: once a step was taken, it is forgotten.
 */
import { forget, store, stored, storedKeys } from "../ui/storage";

const PREFIX = "pantau.step.";

export function startKeeping(page: Document, storage: () => Storage): void {
  page.addEventListener("input", (event) => {
    const field = event.target;
    if (field instanceof HTMLTextAreaElement && field.closest(".step") !== null) keep(field, storage);
  });
}

/** Fills the empty fields of the steps that are shown now. */
export function restoreSteps(page: Document, storage: () => Storage): void {
  for (const shown of page.querySelectorAll<HTMLElement>("[data-case]")) {
    const key = keyOf(shown);
    forgetOtherVersions(storage, shown.dataset.case ?? "", key);
    const kept = read(storage, key);
    for (const field of shown.querySelectorAll<HTMLTextAreaElement>(".step textarea")) {
      const text = kept[field.id];
      // A field that starts with what is stored now, as in a correction, holds nothing that was typed yet.
      const untouched = field.value === "" || field.dataset.prefilled !== undefined;
      if (text === undefined || !untouched || field.value === text) continue;
      field.value = text;
      field.closest("details")!.open = true;
    }
  }
}

function keep(field: HTMLTextAreaElement, storage: () => Storage): void {
  const shown = field.closest<HTMLElement>("[data-case]");
  if (shown === null) return;
  const key = keyOf(shown);
  store(storage, key, { ...read(storage, key), [field.id]: field.value });
}

function keyOf(shown: HTMLElement): string {
  return `${PREFIX}${shown.dataset.case}.${shown.dataset.version}`;
}

function read(storage: () => Storage, key: string): Record<string, string> {
  return (stored(storage, key) ?? {}) as Record<string, string>;
}

function forgetOtherVersions(storage: () => Storage, code: string, key: string): void {
  for (const other of storedKeys(storage, `${PREFIX}${code}.`)) if (other !== key) forget(storage, other);
}
