/** Photos are made smaller on the phone before they are sent: a tenth of the bytes on a slow link. */
import { say } from "./words";

const LONGEST_SIDE_PX = 1920;
const SMALL_ENOUGH_BYTES = 700_000;
const QUALITY = 0.82;
const MOST = 5;

export function preparePhotos(root: HTMLElement): void {
  const field = root.querySelector<HTMLInputElement>('input[type="file"]')!;
  const previews = root.querySelector<HTMLElement>("[data-previews]")!;
  let photos: File[] = [];
  let ready: Promise<void> = Promise.resolve();

  field.addEventListener("change", () => {
    const chosen = Array.from(field.files ?? []);
    if (chosen.length === 0) return;
    ready = take(chosen);
  });
  field.form?.addEventListener("submit", (event) => {
    if (root.getAttribute("aria-busy") !== "true") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    void ready.then(() => field.form?.requestSubmit());
  });

  async function take(chosen: File[]): Promise<void> {
    root.setAttribute("aria-busy", "true");
    previews.textContent = say("shrinking");
    photos = [...photos, ...(await Promise.all(chosen.map(smaller)))].slice(0, MOST);
    show();
    root.removeAttribute("aria-busy");
  }

  function show(): void {
    const transfer = new DataTransfer();
    for (const photo of photos) transfer.items.add(photo);
    field.files = transfer.files;
    previews.replaceChildren(...photos.map((photo) => preview(photo)));
  }

  function preview(photo: File): HTMLElement {
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
      photos = photos.filter((other) => other !== photo);
      show();
    });
    item.append(image, remove);
    return item;
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
