/** Photos are made smaller on the phone before they are sent: a tenth of the bytes on a slow link. */
import { say } from "./words";

const LONGEST_SIDE_PX = 1920;
const SMALL_ENOUGH_BYTES = 700_000;
const QUALITY = 0.82;
const MOST = 5;

export class PhotoField {
  readonly #root: HTMLElement;
  readonly #field: HTMLInputElement;
  readonly #previews: HTMLElement;
  readonly #problems: HTMLElement;
  #photos: File[] = [];
  #ready: Promise<void> = Promise.resolve();
  /** Called with what there is whenever photos were added or removed. */
  changed: (photos: File[]) => void = () => undefined;

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#field = root.querySelector<HTMLInputElement>('input[type="file"]')!;
    this.#previews = root.querySelector<HTMLElement>("[data-previews]")!;
    this.#problems = document.createElement("p");
    this.#problems.className = "error";
    this.#problems.setAttribute("role", "alert");
    this.#previews.after(this.#problems);
    this.#field.addEventListener("change", () => {
      const chosen = Array.from(this.#field.files ?? []);
      if (chosen.length > 0) this.#ready = this.#take(chosen);
    });
  }

  /** Resolves when every chosen photo is ready to be sent. */
  get ready(): Promise<void> {
    return this.#ready;
  }

  get empty(): boolean {
    return this.#photos.length === 0;
  }

  /** Photos of a draft. */
  restore(photos: File[]): void {
    this.#photos = photos.slice(0, MOST);
    this.#show();
  }

  async #take(chosen: File[]): Promise<void> {
    this.#root.setAttribute("aria-busy", "true");
    this.#previews.textContent = say("shrinking");
    const read = await Promise.all(chosen.map(readable));
    const unreadable = chosen.filter((_, index) => read[index] === null).map(({ name }) => name);
    const all = [...this.#photos, ...read.filter((photo) => photo !== null)];
    this.#photos = all.slice(0, MOST);
    const problems = unreadable.map((name) => say("unreadablePhoto", { name }));
    if (all.length > MOST) problems.push(say("tooManyPhotos"));
    this.#problems.textContent = problems.join(" ");
    this.#show();
    this.#root.removeAttribute("aria-busy");
    this.changed(this.#photos);
  }

  #show(): void {
    const transfer = new DataTransfer();
    for (const photo of this.#photos) transfer.items.add(photo);
    this.#field.files = transfer.files;
    this.#previews.replaceChildren(...this.#photos.map((photo) => this.#preview(photo)));
  }

  #preview(photo: File): HTMLElement {
    const item = document.createElement("li");
    const image = document.createElement("img");
    image.src = URL.createObjectURL(photo);
    image.alt = photo.name;
    image.onload = () => URL.revokeObjectURL(image.src);
    const remove = document.createElement("button");
    remove.type = "button";
    remove.textContent = "×";
    remove.setAttribute("aria-label", `${say("removePhoto")} ${photo.name}`);
    remove.addEventListener("click", () => {
      this.#photos = this.#photos.filter((other) => other !== photo);
      this.#show();
      this.changed(this.#photos);
    });
    item.append(image, remove);
    return item;
  }
}

/**
 * The photo, read into memory and made smaller, or null for one without a byte that can be read: pictures that lie in a
 * cloud, or were deleted since, fail only when they are sent, and that looks like a lost connection.
 */
async function readable(file: File): Promise<File | null> {
  try {
    const data = await file.arrayBuffer();
    if (data.byteLength === 0) return null;
    return await smaller(new File([data], file.name, { type: file.type }));
  } catch (error) {
    console.warn("the photo cannot be read", error);
    return null;
  }
}

/** A JPEG no longer than `LONGEST_SIDE_PX`; the file as it is when it is small already, or when the browser cannot read it. */
async function smaller(file: File): Promise<File> {
  if (file.size <= SMALL_ENOUGH_BYTES && file.type === "image/jpeg") return file;
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE_PX / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    const context = canvas.getContext("2d")!;
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    if (blob === null || blob.size >= file.size) return file;
    return new File([blob], `${file.name.replace(/\.\w+$/, "")}.jpg`, { type: "image/jpeg" });
  } catch (error) {
    console.warn("the photo is sent as it is", error);
    return file;
  }
}
