/** Where vehicles are drawn: on their way from where they were drawn before to their latest position. */
import type { PositionStore } from "../../net/live/positions";

/** Time in which most of the way is gone, milliseconds: a little less than a tick of the server. */
const GLIDE_MS = 160;
/** A jump longer than this, in pixels, is no movement that anyone could follow. */
const JUMP_PX = 300;
const SETTLED_PX = 0.15;
/** After a rest the glide begins with one frame's step, not with all the time that has passed. */
const LONGEST_STEP_MS = 50;

export class Motion {
  x = new Float64Array(0);
  y = new Float64Array(0);
  #id = new Uint32Array(0);
  #at = 0;

  /** Moves every vehicle on to time `now` (milliseconds) and says whether any is still on its way. */
  advance(store: PositionStore, now: number, worldPx: number, smooth: boolean): boolean {
    this.#fit(store);
    const part = smooth ? 1 - Math.exp(-Math.min(now - this.#at, LONGEST_STEP_MS) / GLIDE_MS) : 1;
    this.#at = now;
    const settled = SETTLED_PX / worldPx;
    const jump = JUMP_PX / worldPx;
    let moving = false;
    for (let slot = 0; slot < store.size; slot++) {
      const dx = store.x[slot]! - this.x[slot]!;
      const dy = store.y[slot]! - this.y[slot]!;
      if (dx === 0 && dy === 0 && this.#id[slot] === store.id[slot]) continue;
      const distance = Math.max(Math.abs(dx), Math.abs(dy));
      if (this.#id[slot] !== store.id[slot] || distance > jump || distance < settled) {
        this.#id[slot] = store.id[slot]!;
        this.x[slot] = store.x[slot]!;
        this.y[slot] = store.y[slot]!;
      } else {
        this.x[slot] = this.x[slot]! + dx * part;
        this.y[slot] = this.y[slot]! + dy * part;
        moving ||= smooth;
      }
    }
    return moving;
  }

  #fit(store: PositionStore): void {
    if (this.x.length >= store.id.length) return;
    const [x, y, id] = [this.x, this.y, this.#id];
    this.x = new Float64Array(store.id.length);
    this.y = new Float64Array(store.id.length);
    this.#id = new Uint32Array(store.id.length);
    this.x.set(x);
    this.y.set(y);
    this.#id.set(id);
  }
}
