/** Brings a report form to life: place, photos, draft, and one sending only. */
import "./report.css";
import { forgetDraft, readDraft, saveDraft } from "./draft";
import { preparePhotos } from "./photos";
import { PlacePicker } from "./place";
import { say } from "./words";

export function startReportForms(page: Document): void {
  for (const hidden of page.querySelectorAll<HTMLElement>("[data-needs-script]")) hidden.hidden = false;
  for (const form of page.querySelectorAll<HTMLFormElement>("form[data-report-form]")) startForm(form);
  const sent = page.querySelector<HTMLElement>("[data-forget-draft]");
  if (sent !== null) forgetDraft(localStorage, sent.dataset.forgetDraft!);
  page.querySelector<HTMLElement>("[data-first-error]")?.focus();
}

function startForm(form: HTMLFormElement): void {
  const place = form.querySelector<HTMLElement>("[data-place-pick]");
  const picker = place === null ? null : new PlacePicker(place);
  const photos = form.querySelector<HTMLElement>("[data-photos]");
  if (photos !== null) preparePhotos(photos);
  const draft = form.dataset.draft;
  if (draft !== undefined) keepDraft(form, draft, picker);
  sendOnce(form);
}

function keepDraft(form: HTMLFormElement, name: string, picker: PlacePicker | null): void {
  const title = form.elements.namedItem("title") as HTMLInputElement;
  const kept = title.value === "" ? readDraft(localStorage, name, Date.now()) : null;
  if (kept !== null) restore(form, kept, picker);
  form.addEventListener("input", () => saveDraft(localStorage, name, new FormData(form), Date.now()));
}

function restore(form: HTMLFormElement, kept: Record<string, string>, picker: PlacePicker | null): void {
  for (const [field, value] of Object.entries(kept)) {
    const element = form.elements.namedItem(field);
    if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) element.value = value;
    if (element instanceof HTMLSelectElement && element.value === "") element.value = value;
  }
  if (kept.lon !== undefined && kept.lat !== undefined) picker?.show(Number(kept.lon), Number(kept.lat));
  const note = document.createElement("p");
  note.className = "notice info";
  note.setAttribute("role", "status");
  note.textContent = say("restored");
  form.querySelector("h1")?.after(note);
}

/** The server takes a form once anyway; this spares the sender the doubt. */
function sendOnce(form: HTMLFormElement): void {
  const button = form.querySelector<HTMLButtonElement>("[data-send]");
  if (button === null) return;
  const label = [...button.childNodes];
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    button.disabled = true;
    button.textContent = say("sending");
  });
  window.addEventListener("pageshow", () => {
    button.disabled = false;
    button.replaceChildren(...label);
  });
}
