/**
 * Loads the cameras' pictures that are on the screen, again every ten seconds or so, and says how old each really is. A picture
 * that cannot be had keeps its predecessor, which goes on ageing in view.
 */
import { ago } from "../ui/format";
import { type Language, translator } from "../ui/i18n";

/** A little more than the ten seconds for which the server calls a picture fresh, or every second round would be in vain. */
const EVERY_MS = 10_500;
/** At this age a live picture is marked as old: the server would have renewed it several times. */
const OLD_S = 60;

interface Shown {
  element: HTMLElement;
  image: HTMLImageElement;
  caption: HTMLElement;
  visible: boolean;
  loading: boolean;
  takenAt: number | null;
  etag: string;
}

export class Pictures {
  readonly #shown: Map<Element, Shown>;
  readonly #t;
  readonly #watcher = new IntersectionObserver((entries) => this.#seen(entries), { rootMargin: "200px" });

  constructor(elements: readonly HTMLElement[], language: Language) {
    this.#t = translator(language);
    this.#shown = new Map(elements.map((element) => [element, shownIn(element)]));
  }

  start(): void {
    for (const element of this.#shown.keys()) this.#watcher.observe(element);
    window.setInterval(() => this.#refresh(), EVERY_MS);
    window.setInterval(() => this.#sayAges(), 1000);
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.#refresh();
    });
  }

  #seen(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const shown = this.#shown.get(target)!;
      const appeared = isIntersecting && !shown.visible;
      shown.visible = isIntersecting;
      if (appeared && !("none" in shown.element.dataset)) void this.#first(shown);
    }
  }

  /** What the server has, at once; then what the camera has now. */
  async #first(shown: Shown): Promise<void> {
    await this.#load(shown, "wait=no");
    if (shown.element.dataset.live === "1") await this.#load(shown);
  }

  #refresh(): void {
    if (document.hidden) return;
    for (const shown of this.#shown.values())
      if (shown.visible && shown.element.dataset.live === "1") void this.#load(shown);
  }

  async #load(shown: Shown, query = ""): Promise<void> {
    if (shown.loading) return;
    shown.loading = true;
    shown.element.classList.toggle("is-waiting", shown.takenAt === null);
    try {
      const headers: Record<string, string> = shown.etag === "" ? {} : { "if-none-match": shown.etag };
      const address = shown.element.dataset.snapshot!;
      const url = query === "" ? address : `${address}${address.includes("?") ? "&" : "?"}${query}`;
      const response = await fetch(url, { headers, cache: "no-store" });
      if (response.ok) show(shown, await response.blob());
      if (response.ok || response.status === 304) {
        shown.etag = response.headers.get("etag") ?? "";
        // The server's own age, so that a wrong clock in this browser does not matter.
        shown.takenAt = performance.now() / 1000 - Number(response.headers.get("age") ?? 0);
      }
    } catch (error) {
      console.warn("a picture could not be loaded", error);
    } finally {
      shown.loading = false;
      shown.element.classList.remove("is-waiting");
      this.#say(shown);
    }
  }

  #sayAges(): void {
    for (const shown of this.#shown.values()) if (shown.visible) this.#say(shown);
  }

  #say(shown: Shown): void {
    if (shown.takenAt === null) return;
    const age = performance.now() / 1000 - shown.takenAt;
    shown.caption.textContent = ago(age, this.#t);
    shown.element.classList.toggle("is-old", age > OLD_S);
  }
}

function shownIn(element: HTMLElement): Shown {
  return {
    element,
    image: element.querySelector("img")!,
    caption: element.querySelector("figcaption")!,
    visible: false,
    loading: false,
    takenAt: null,
    etag: "",
  };
}

function show(shown: Shown, picture: Blob): void {
  const before = shown.image.src;
  shown.image.src = URL.createObjectURL(picture);
  shown.image.hidden = false;
  if (before.startsWith("blob:")) URL.revokeObjectURL(before);
}
