/** Undo and redo of whole outlines: outlines are small, so each step keeps one. */
import type { MultiPolygon } from "geojson";

const LONGEST = 200;

export class GeometryHistory {
  #steps: (MultiPolygon | null)[];
  #at = 0;

  constructor(start: MultiPolygon | null) {
    this.#steps = [start];
  }

  get current(): MultiPolygon | null {
    return this.#steps[this.#at] ?? null;
  }

  get canUndo(): boolean {
    return this.#at > 0;
  }

  get canRedo(): boolean {
    return this.#at < this.#steps.length - 1;
  }

  /** A new outline; what had been undone is forgotten. The same outline again is no step. */
  push(geometry: MultiPolygon | null): boolean {
    if (JSON.stringify(geometry) === JSON.stringify(this.current)) return false;
    this.#steps = [...this.#steps.slice(0, this.#at + 1), geometry].slice(-LONGEST);
    this.#at = this.#steps.length - 1;
    return true;
  }

  undo(): MultiPolygon | null {
    if (this.canUndo) this.#at--;
    return this.current;
  }

  redo(): MultiPolygon | null {
    if (this.canRedo) this.#at++;
    return this.current;
  }
}
