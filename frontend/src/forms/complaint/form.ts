/** Brings a complaint form to life: place, photos, draft, and sending that survives a lost connection. */
import "./complaint.css";
import { inertPage } from "./answeredPage";
import { discardDraft } from "./discard";
import { forgetDraft, readDraft, restoreDraft, saveDraft } from "./draft";
import { forgetPhotos, keepPhotos, keptPhotos } from "./photoStore";
import { PhotoField } from "./photos";
import { PlacePicker } from "./place";
import { type Outcome, pauseAfter, sendOnce } from "./sender";
import { say } from "./words";

export function startComplaintForms(page: ParentNode): void {
  for (const hidden of page.querySelectorAll<HTMLElement>("[data-needs-script]")) hidden.hidden = false;
  for (const form of page.querySelectorAll<HTMLFormElement>("form[data-complaint-form]"))
    new ComplaintForm(form);
  // A form without a draft, such as "not fixed": its photos are made smaller all the same.
  for (const photos of page.querySelectorAll<HTMLElement>("form:not([data-complaint-form]) [data-photos]"))
    new PhotoField(photos);
  const sent = page.querySelector<HTMLElement>("[data-forget-draft]");
  if (sent !== null) void forget(sent.dataset.forgetDraft!);
  page.querySelector<HTMLElement>("[data-first-error]")?.focus();
}

function forget(name: string): Promise<void> {
  forgetDraft(localStorage, name);
  return forgetPhotos(name).catch((error: unknown) => console.warn("no photos were kept", error));
}

class ComplaintForm {
  readonly #form: HTMLFormElement;
  readonly #button: HTMLButtonElement | null;
  readonly #label: ChildNode[];
  readonly #notice: HTMLElement;
  readonly #picker: PlacePicker | null;
  readonly #photos: PhotoField | null;
  #failures = 0;
  #timer = 0;
  #sending = false;

  constructor(form: HTMLFormElement) {
    this.#form = form;
    this.#button = form.querySelector<HTMLButtonElement>("[data-send]");
    this.#label = [...(this.#button?.childNodes ?? [])];
    this.#notice = document.createElement("p");
    this.#notice.className = "notice warning";
    this.#notice.setAttribute("role", "status");
    this.#notice.hidden = true;
    this.#button?.before(this.#notice);
    const place = form.querySelector<HTMLElement>("[data-place-pick]");
    this.#picker = place === null ? null : new PlacePicker(place);
    const photos = form.querySelector<HTMLElement>("[data-photos]");
    this.#photos = photos === null ? null : new PhotoField(photos);
    if (form.dataset.draft !== undefined) {
      this.#startDraft(form.dataset.draft);
      this.#startCancel(form.dataset.draft);
    }
    this.#showEmergency();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#send();
    });
    window.addEventListener("online", () => {
      if (this.#failures > 0 && form.isConnected) void this.#send();
    });
  }

  #startDraft(name: string): void {
    const { elements } = this.#form;
    const words = (elements.namedItem("title") ?? elements.namedItem("text")) as HTMLInputElement;
    const save = (): void => saveDraft(localStorage, name, new FormData(this.#form), Date.now());
    this.#form.addEventListener("input", save);
    if (this.#photos !== null) {
      this.#photos.changed = (photos) => {
        save();
        keepPhotos(name, photos, Date.now()).catch((error: unknown) =>
          console.warn("photos are not kept", error),
        );
      };
    }
    if (words.value !== "" || this.#form.querySelector("[data-first-error]") !== null) {
      // A form that comes back: the server has its words, and its photos unless it says otherwise.
      if (this.#form.dataset.keptPhotos === "0") this.#restorePhotos(name, true);
      return;
    }
    const draft = readDraft(localStorage, name, Date.now());
    if (draft !== null) {
      restoreDraft(this.#form, draft);
      const { lon, lat } = draft.values;
      if (lon !== undefined && lat !== undefined) this.#picker?.show(Number(lon), Number(lat));
      this.#showRestored(name);
    }
    this.#restorePhotos(name, draft !== null);
  }

  #startCancel(name: string): void {
    const cancel = this.#form.querySelector<HTMLAnchorElement>("a[data-cancel]");
    cancel?.addEventListener("click", (event) => {
      event.preventDefault();
      void discardDraft({
        // A form that failed has its words from the server, and a draft since the last of them was typed.
        written: () => readDraft(localStorage, name, Date.now()) !== null || this.#photos?.empty === false,
        ask: () => window.confirm(say("discard")),
        forget: () => forget(name),
      }).then((left) => {
        if (left) location.assign(cancel.href);
      });
    });
  }

  #restorePhotos(name: string, restored: boolean): void {
    keptPhotos(name, Date.now()).then(
      (photos) => {
        if (photos.length === 0) return;
        this.#photos?.restore(photos);
        if (!restored) this.#showRestored(name);
      },
      (error: unknown) => console.warn("no photos are kept", error),
    );
  }

  /** Phones are lent: what was written can be thrown away with one press. */
  #showRestored(name: string): void {
    const note = document.createElement("p");
    note.className = "notice info";
    note.setAttribute("role", "status");
    note.textContent = `${say("restored")} `;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = say("startAnew");
    button.addEventListener("click", () => {
      void forget(name);
      this.#form.reset();
      location.reload();
    });
    note.append(button);
    const heading = this.#form.querySelector("h1");
    if (heading === null) this.#form.prepend(note);
    else heading.after(note);
  }

  #showEmergency(): void {
    const note = this.#form.querySelector<HTMLElement>("[data-emergency-note]");
    const list = this.#form.querySelector("#emergencies");
    const category = this.#form.elements.namedItem("category");
    if (note === null || list === null || !(category instanceof HTMLSelectElement)) return;
    const emergencies = JSON.parse(list.textContent ?? "[]") as string[];
    const call = this.#form.querySelector(".emergency-call .button");
    const show = (): void => {
      note.hidden = !emergencies.includes(category.value);
      call?.classList.toggle("primary", !note.hidden);
    };
    category.addEventListener("change", show);
    show();
  }

  async #send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    window.clearTimeout(this.#timer);
    this.#setBusy(true);
    await this.#photos?.ready;
    const outcome = await sendOnce(fetch.bind(window), this.#form.action, new FormData(this.#form));
    this.#sending = false;
    if (outcome.kind === "stored") {
      if (this.#form.dataset.draft !== undefined) void forget(this.#form.dataset.draft);
      if (this.#form.dataset.stay === undefined) location.assign(outcome.url!);
      else showStored(outcome);
      return;
    }
    if (outcome.kind === "logged-out") {
      // The draft stays; after logging in it is there again.
      location.assign(`/login/?next=${encodeURIComponent(location.pathname)}`);
      return;
    }
    this.#setBusy(false);
    if (outcome.kind === "answered") showPage(outcome.html!);
    else this.#tryLater();
  }

  #tryLater(): void {
    this.#failures += 1;
    this.#notice.hidden = false;
    this.#notice.textContent = say("notSentYet");
    this.#timer = window.setTimeout(() => {
      if (this.#form.isConnected) void this.#send();
    }, pauseAfter(this.#failures));
  }

  #setBusy(busy: boolean): void {
    if (this.#button === null) return;
    this.#button.disabled = busy;
    if (busy) this.#button.textContent = say("sending");
    else this.#button.replaceChildren(...this.#label);
  }
}

/** Shows the page that a stored form leads to as it came: a second request for it would lack its message. */
function showStored({ url, html }: Outcome): void {
  if (html === undefined || html === "") {
    location.assign(url!);
    return;
  }
  history.replaceState(null, "", url);
  showPage(html);
  const toasts = inertPage(html).querySelector(".toasts");
  if (toasts !== null) document.querySelector(".toasts")?.replaceWith(document.adoptNode(toasts));
}

/** The page that answers a form: its content takes the place of the present one, and its forms are started. */
function showPage(html: string): void {
  const answered = inertPage(html);
  const content = answered.getElementById("content");
  const present = document.getElementById("content");
  if (content === null || present === null) return;
  document.title = answered.title;
  present.replaceWith(document.adoptNode(content));
  startComplaintForms(content);
  content.focus();
  window.scrollTo(0, 0);
}
