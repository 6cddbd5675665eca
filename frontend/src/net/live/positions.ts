/**
 * The latest position of every vehicle, as a struct of typed arrays: a vehicle has a slot, and slots are dense from 0 to
 * `size`. Frames come in the order in which the hub made them, and the hub alone decides which position of a vehicle
 * counts: what comes later replaces what is shown, though its fix may be an earlier one. That is how corrections show.
 */
import { cellAt, mercatorX, mercatorY, REGION_CELL } from "./cells";
import { emptyRecord, type Frame, type PositionRecord, STATE } from "./frames";
import { VEHICLE_KINDS } from "./types";

/** Of a vehicle whose entity is not known, or is of a kind that a newer server has. */
export const OTHER_KIND = VEHICLE_KINDS.indexOf("other");

const FIRST_CAPACITY = 1024;

export interface Applied {
  /** Positions that changed. */
  changed: number;
  /** The cell whose snapshot must be asked for, because a frame of it is missing. */
  resync: number | null;
}

export class PositionStore {
  size = 0;
  id = new Uint32Array(FIRST_CAPACITY);
  /** Web-mercator 0..1, ready to be multiplied by the world's size in pixels. */
  x = new Float64Array(FIRST_CAPACITY);
  y = new Float64Array(FIRST_CAPACITY);
  lonE7 = new Int32Array(FIRST_CAPACITY);
  latE7 = new Int32Array(FIRST_CAPACITY);
  speedCms = new Uint16Array(FIRST_CAPACITY);
  courseCdeg = new Uint16Array(FIRST_CAPACITY);
  fixTime = new Uint32Array(FIRST_CAPACITY);
  arrival = new Uint32Array(FIRST_CAPACITY);
  state = new Uint16Array(FIRST_CAPACITY);
  accuracyM = new Uint16Array(FIRST_CAPACITY);
  /** Index into VEHICLE_KINDS; not part of the frame, set from the vehicle's own entity. */
  kind = new Uint8Array(FIRST_CAPACITY);
  /** Grows with every change, so that a drawing knows whether it is out of date. */
  version = 0;
  /** Grows whenever a slot comes to hold another vehicle. */
  layout = 0;

  readonly #slots = new Map<number, number>();
  readonly #sequences = new Map<number, number>();
  readonly #awaited = new Set<number>();
  readonly #record: PositionRecord = emptyRecord();
  #epoch: number | null = null;

  slotOf(vehicle: number): number | undefined {
    return this.#slots.get(vehicle);
  }

  has(vehicle: number): boolean {
    return this.#slots.has(vehicle);
  }

  apply(frame: Frame): Applied {
    if (frame.epoch !== this.#epoch) this.#enterEpoch(frame.epoch);
    if (frame.kind === "snapshot") return { changed: this.#applySnapshot(frame), resync: null };
    const last = this.#sequences.get(frame.cell);
    if (last !== undefined && frame.sequence <= last) return { changed: 0, resync: null };
    const changed = this.#applyRecords(frame);
    if (last !== undefined && frame.sequence === last + 1) {
      this.#sequences.set(frame.cell, frame.sequence);
      return { changed, resync: null };
    }
    return { changed, resync: this.#await(frame.cell) };
  }

  /** Sequences start anew with a connection; what is known of the vehicles stays, and ages visibly. */
  forgetSequences(): void {
    this.#sequences.clear();
    this.#awaited.clear();
  }

  /** Cells that are looked at no more: their sequences mean nothing once they are asked for again. */
  keepCells(cells: readonly number[]): void {
    const kept = new Set(cells);
    for (const cell of [...this.#sequences.keys()]) if (!kept.has(cell)) this.#sequences.delete(cell);
    for (const cell of [...this.#awaited]) if (!kept.has(cell)) this.#awaited.delete(cell);
  }

  remove(vehicle: number): void {
    const slot = this.#slots.get(vehicle);
    if (slot === undefined) return;
    const last = --this.size;
    if (slot !== last) this.#move(last, slot);
    this.#slots.delete(vehicle);
    this.version++;
    this.layout++;
  }

  clear(): void {
    this.size = 0;
    this.#slots.clear();
    this.forgetSequences();
    this.version++;
    this.layout++;
  }

  #enterEpoch(epoch: number): void {
    this.#epoch = epoch;
    this.forgetSequences();
  }

  #await(cell: number): number | null {
    if (this.#awaited.has(cell)) return null;
    this.#awaited.add(cell);
    return cell;
  }

  #applySnapshot(frame: Frame): number {
    this.#sequences.set(frame.cell, frame.sequence);
    this.#awaited.delete(frame.cell);
    const present = new Set<number>();
    for (let index = 0; index < frame.count; index++) {
      frame.read(index, this.#record);
      present.add(this.#record.vehicle);
    }
    for (let slot = this.size - 1; slot >= 0; slot--) {
      const here = frame.cell === REGION_CELL || cellAt(this.x[slot]!, this.y[slot]!) === frame.cell;
      if (here && !present.has(this.id[slot]!)) this.remove(this.id[slot]!);
    }
    return this.#applyRecords(frame);
  }

  #applyRecords(frame: Frame): number {
    let changed = 0;
    for (let index = 0; index < frame.count; index++) {
      frame.read(index, this.#record);
      if ((this.#record.state & STATE.withdrawn) === 0) this.#put(this.#record);
      else if (!this.has(this.#record.vehicle)) continue;
      else this.remove(this.#record.vehicle);
      changed++;
    }
    if (changed > 0) this.version++;
    return changed;
  }

  #put(record: PositionRecord): void {
    const slot = this.#slots.get(record.vehicle) ?? this.#add(record.vehicle);
    this.x[slot] = mercatorX(record.lonE7 / 1e7);
    this.y[slot] = mercatorY(record.latE7 / 1e7);
    this.lonE7[slot] = record.lonE7;
    this.latE7[slot] = record.latE7;
    this.speedCms[slot] = record.speedCms;
    this.courseCdeg[slot] = record.courseCdeg;
    this.fixTime[slot] = record.fixTime;
    this.arrival[slot] = record.arrival;
    this.state[slot] = record.state;
    this.accuracyM[slot] = record.accuracyM;
  }

  #add(vehicle: number): number {
    if (this.size === this.id.length) this.#grow();
    const slot = this.size++;
    this.id[slot] = vehicle;
    this.kind[slot] = OTHER_KIND;
    this.#slots.set(vehicle, slot);
    this.layout++;
    return slot;
  }

  #move(from: number, to: number): void {
    for (const column of this.#columns()) column[to] = column[from]!;
    this.#slots.set(this.id[to]!, to);
  }

  #grow(): void {
    const capacity = this.id.length * 2;
    const grown = <T extends Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array>(
      column: T,
      larger: T,
    ): T => {
      larger.set(column);
      return larger;
    };
    this.id = grown(this.id, new Uint32Array(capacity));
    this.x = grown(this.x, new Float64Array(capacity));
    this.y = grown(this.y, new Float64Array(capacity));
    this.lonE7 = grown(this.lonE7, new Int32Array(capacity));
    this.latE7 = grown(this.latE7, new Int32Array(capacity));
    this.speedCms = grown(this.speedCms, new Uint16Array(capacity));
    this.courseCdeg = grown(this.courseCdeg, new Uint16Array(capacity));
    this.fixTime = grown(this.fixTime, new Uint32Array(capacity));
    this.arrival = grown(this.arrival, new Uint32Array(capacity));
    this.state = grown(this.state, new Uint16Array(capacity));
    this.accuracyM = grown(this.accuracyM, new Uint16Array(capacity));
    this.kind = grown(this.kind, new Uint8Array(capacity));
  }

  #columns(): (Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array)[] {
    return [
      this.id,
      this.x,
      this.y,
      this.lonE7,
      this.latE7,
      this.speedCms,
      this.courseCdeg,
      this.fixTime,
      this.arrival,
      this.state,
      this.accuracyM,
      this.kind,
    ];
  }
}
