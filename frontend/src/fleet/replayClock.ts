/** The one clock of a replay: it runs, stands, jumps, and never leaves the time that is shown. Pure. */

export const SPEEDS = [1, 5, 10, 30, 60, 120, 300, 600] as const;

/** A tab that was hidden, or a busy machine, must not make the clock leap. */
const LONGEST_STEP_MS = 250;

export class ReplayClock {
  readonly from: number;
  readonly to: number;
  #at: number;
  #speed: number;
  #playing = false;
  #tick: number | null = null;

  /** Unix seconds; `speed` is seconds of the replay in a second of the viewer. */
  constructor(from: number, to: number, speed = 60) {
    this.from = from;
    this.to = Math.max(from, to);
    this.#at = from;
    this.#speed = speed;
  }

  get at(): number {
    return this.#at;
  }

  get speed(): number {
    return this.#speed;
  }

  get playing(): boolean {
    return this.#playing;
  }

  /** From the end it begins anew. */
  play(): void {
    if (this.#at >= this.to) this.#at = this.from;
    this.#playing = this.to > this.from;
    this.#tick = null;
  }

  pause(): void {
    this.#playing = false;
  }

  seek(at: number): void {
    this.#at = Math.min(this.to, Math.max(this.from, at));
  }

  by(seconds: number): void {
    this.seek(this.#at + seconds);
  }

  set(speed: number): void {
    this.#speed = Math.min(SPEEDS.at(-1)!, Math.max(SPEEDS[0], speed));
  }

  faster(): void {
    this.set(SPEEDS.find((speed) => speed > this.#speed) ?? this.#speed);
  }

  slower(): void {
    this.set(SPEEDS.findLast((speed) => speed < this.#speed) ?? this.#speed);
  }

  /** Lets the time pass until `nowMs` of the viewer's clock; stands still at the end. */
  advance(nowMs: number): void {
    const step = this.#tick === null ? 0 : Math.min(LONGEST_STEP_MS, Math.max(0, nowMs - this.#tick));
    this.#tick = nowMs;
    if (!this.#playing) return;
    this.seek(this.#at + (step / 1000) * this.#speed);
    if (this.#at >= this.to) this.#playing = false;
  }
}
