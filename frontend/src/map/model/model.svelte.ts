/** The wall's live model: the connection's news as Svelte state, and the positions beside it. */

import { REGION_CELL } from "../../net/live/cells";
import { browserWorld, type Link, type Listener, LiveConnection, socketUrl } from "../../net/live/connection";
import { decodeFrame } from "../../net/live/frames";
import type { ServerMessage } from "../../net/live/messages";
import { OTHER_KIND, PositionStore } from "../../net/live/positions";
import { VEHICLE_KINDS, type Vehicle } from "../../net/live/types";
import { lookIndex, STALE_AFTER_S } from "../entities/vehicle/looks";
import { Acknowledging } from "./acknowledge.svelte";
import { LiveEntities } from "./entities.svelte";
import type { FaceChange } from "./entityStore";

export interface FleetFigures {
  vehicles: number;
  moving: number;
  silent: number;
}

export interface Silent {
  vehicle: number;
  /** Unix seconds of the last fix; null if there has never been one. */
  fixTime: number | null;
}

export class LiveModel implements Listener {
  readonly positions = new PositionStore();
  readonly entities = new LiveEntities((change) => this.#faceChanged(change));
  linkState = $state<Link>("connecting");
  /** Unix seconds of the newest arrival of a position, by the server's clock. */
  newestArrival = $state<number | null>(null);
  /** Unix seconds when the server was last heard, by the server's clock. */
  lastHeard = $state(0);
  /** The server's clock, once a second. */
  now = $state(Date.now() / 1000);
  figures = $state.raw<FleetFigures>({
    vehicles: 0,
    moving: 0,
    silent: 0,
  });
  silent = $state.raw<readonly Silent[]>([]);
  readonly acknowledging = new Acknowledging();
  /** What nobody has taken, calls for help first. */
  readonly alarms = $derived(this.#untaken());
  /** Vehicles that have never been heard of; empty while not every position is followed. */
  neverHeard = $state.raw<readonly Vehicle[]>([]);
  /** Grows once a second while entities change: for what is too dear to follow each change. */
  revision = $state(0);
  /** Whether every vehicle's position is followed; otherwise what is not in view is not known. */
  wholeRegion = $state(false);
  /** Called after positions have changed. */
  onPositions: () => void = () => undefined;

  readonly #connection: LiveConnection;
  #offsetS = 0;
  #layout = -1;
  #changedSinceTick = false;
  #timer = 0;

  constructor(path: string) {
    this.entities.follow(() => {
      this.#changedSinceTick = true;
    });
    this.#connection = new LiveConnection(socketUrl(location, path), this, browserWorld());
  }

  start(): void {
    this.#connection.start();
    this.#timer = window.setInterval(() => this.#tick(), 1_000);
    window.addEventListener("online", this.#retry);
  }

  stop(): void {
    this.#connection.stop();
    window.clearInterval(this.#timer);
    this.entities.stop();
    window.removeEventListener("online", this.#retry);
  }

  retry(): void {
    this.#connection.retryNow();
  }

  look(cells: readonly number[]): void {
    this.wholeRegion = cells.includes(REGION_CELL);
    this.positions.keepCells(cells);
    this.#connection.look(cells);
  }

  /** Unix seconds by the server's clock, to the millisecond. */
  serverNow(): number {
    return Date.now() / 1000 + this.#offsetS;
  }

  link(link: Link): void {
    if (link === "reconnecting") this.positions.forgetSequences();
    if (link !== this.linkState) this.linkState = link;
  }

  message(message: ServerMessage): void {
    this.lastHeard = this.serverNow();
    switch (message.op) {
      case "hello":
        this.#setClock(message.server_time);
        break;
      case "heartbeat":
        this.#setClock(message.server_time);
        this.#seeArrival(message.newest_arrival);
        break;
      case "snapshot":
        this.entities.applySnapshot(message);
        break;
      case "event":
        this.entities.applyEvent(message);
        break;
      case "resumed":
        this.entities.reach(message.number);
        break;
      case "error":
        console.error(`live: ${message.code}: ${message.message}`);
    }
  }

  frame(buffer: ArrayBuffer): void {
    const frame = decodeFrame(buffer);
    this.lastHeard = this.serverNow();
    const { changed, resync } = this.positions.apply(frame);
    if (resync !== null) this.#connection.resync(resync);
    if (this.positions.layout !== this.#layout) this.#setKinds();
    if (changed === 0 && frame.kind === "changes") return;
    this.#seeArrival(this.#newestArrival());
    this.onPositions();
  }

  resumeFrom(): number | null {
    return this.entities.number;
  }

  forget(): void {
    this.entities.clear();
    this.positions.clear();
    this.onPositions();
  }

  readonly #retry = () => this.retry();

  #untaken(): typeof this.entities.alarms {
    const { taken } = this.acknowledging;
    const { alarms } = this.entities;
    return taken.size === 0 ? alarms : alarms.filter((alarm) => !taken.has(alarm.id));
  }

  /** What follows from a change at once, beside what is shown of it in the next frame. */
  #faceChanged({ type, id, before, after }: FaceChange): void {
    if (type === "vehicle_event" && after === undefined) this.acknowledging.forget(id);
    if (type !== "vehicle") return;
    if (after === undefined) this.positions.remove(id);
    else this.#setKind(this.positions.slotOf(id), after);
    if (before?.kind !== after?.kind || before?.name !== after?.name) this.onPositions();
  }

  #setKinds(): void {
    const { positions } = this;
    for (let slot = 0; slot < positions.size; slot++)
      this.#setKind(slot, this.entities.now.vehicle.get(positions.id[slot]!));
    this.#layout = positions.layout;
  }

  #setKind(slot: number | undefined, vehicle: Vehicle | undefined): void {
    if (slot === undefined) return;
    const kind = vehicle ? VEHICLE_KINDS.indexOf(vehicle.kind) : OTHER_KIND;
    this.positions.kind[slot] = kind < 0 ? OTHER_KIND : kind;
  }

  #setClock(serverTime: number): void {
    this.#offsetS = serverTime - Date.now() / 1000;
  }

  #seeArrival(arrival: number | null): void {
    if (arrival !== null && arrival > (this.newestArrival ?? 0)) this.newestArrival = arrival;
  }

  #newestArrival(): number | null {
    let newest = 0;
    for (let slot = 0; slot < this.positions.size; slot++)
      newest = Math.max(newest, this.positions.arrival[slot]!);
    return newest || null;
  }

  #tick(): void {
    this.now = this.serverNow();
    const { positions, now } = this;
    const silent: Silent[] = [];
    let moving = 0;
    for (let slot = 0; slot < positions.size; slot++) {
      const look = lookIndex(positions.state[slot]!, now - positions.fixTime[slot]!);
      if (look === 0) moving++;
      if (now - positions.fixTime[slot]! > STALE_AFTER_S) {
        silent.push({
          vehicle: positions.id[slot]!,
          fixTime: positions.fixTime[slot]!,
        });
      }
    }
    const { vehicle } = this.entities.now;
    silent.sort((a, b) => b.fixTime! - a.fixTime!);
    this.figures = {
      vehicles: vehicle.size,
      moving,
      silent: silent.length,
    };
    this.silent = silent;
    this.neverHeard = this.wholeRegion ? [...vehicle.values()].filter(({ id }) => !positions.has(id)) : [];
    if (this.#changedSinceTick) this.revision++;
    this.#changedSinceTick = false;
  }
}
