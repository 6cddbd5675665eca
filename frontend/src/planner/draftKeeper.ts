/** Writes what is unsaved to the browser when typing and drawing rest, not at each key. */
import type { Stored } from "../ui/storage";
import { keep, type Unsaved } from "./unsaved";

const REST_MS = 400;

export class DraftKeeper {
  readonly #storage: () => Storage;
  readonly #kept: (result: Stored) => void;
  #pending: { zone: number | null; take: () => Unsaved } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `kept` hears after each writing whether there was room. */
  constructor(storage: () => Storage, kept: (result: Stored) => void) {
    this.#storage = storage;
    this.#kept = kept;
  }

  /** `take` is called once, when it is written. */
  changed(zone: number | null, take: () => Unsaved): void {
    this.#pending = { zone, take };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), REST_MS);
  }

  /** Writes what is pending now: the page is being left, or another zone opened. */
  flush(): void {
    clearTimeout(this.#timer);
    const pending = this.#pending;
    this.#pending = null;
    if (pending !== null) this.#kept(keep(this.#storage, pending.zone, pending.take()));
  }

  /** What is pending has been saved elsewhere, or thrown away. */
  drop(): void {
    clearTimeout(this.#timer);
    this.#pending = null;
  }
}
