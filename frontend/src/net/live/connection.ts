/**
 * The WebSocket's life: connect, start or resume, watch the heartbeat, reconnect. It knows nothing of what the messages
 * mean beyond that; the listener does.
 */
import { delayMs } from "./backoff";
import { isReadable, VERSION } from "./frames";
import { parseMessage, type ServerMessage } from "./messages";
import { reloadOnce } from "./reload";
import { type ClientMessage, POSITIONS, PROTOCOL } from "./types";

/**
 * What is true of the link right now. `stale`: open, but the server has not been heard for longer than it promised.
 * `outdated`: the page and the server do not understand each other, and loading the page again has not helped.
 */
export type Link =
  | "connecting"
  | "connected"
  | "stale"
  | "reconnecting"
  | "logged-out"
  | "refused"
  | "outdated";

/** What a page wants to hear. */
export interface Wants {
  /** The topics; null for all. */
  topics: readonly string[] | null;
  /** Whether a client that cannot resume needs the state, or the event number alone. */
  state: boolean;
}

const EVERYTHING: Wants = { topics: null, state: true };

export interface Listener {
  link(link: Link): void;
  message(message: ServerMessage): void;
  frame(buffer: ArrayBuffer): void;
  /** The event number to resume after, or null for a fresh snapshot. */
  resumeFrom(): number | null;
  /** What was known may be known no more (the rights changed): forget it all. */
  forget(): void;
  /** Whether the page may be loaded again now; it may where this is left out. */
  mayReload?(): boolean;
}

/** The parts of a WebSocket that are used here. */
export interface Socket {
  binaryType: BinaryType;
  readonly readyState: number;
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  send(data: string): void;
  close(code?: number): void;
}

/** The outside world, so that tests may be it. */
export interface World {
  open(url: string): Socket;
  setTimer(action: () => void, ms: number): number;
  clearTimer(timer: number): void;
  random(): number;
  /** The front end's build that this page was loaded with; empty where it is not known. */
  readonly build: string;
  /** Loads the page again, once for each `reason`; false if that was done before, or cannot be remembered. */
  reloadOnce(reason: string): boolean;
}

export const CLOSE = {
  loggedOut: 4401,
  refused: 4403,
  tooSlow: 4408,
  rightsChanged: 4409,
  otherProtocol: 4410,
} as const;
const OPEN = 1;
/** How long an outdated page waits before it asks whether the server has changed. */
const OUTDATED_MS = 60_000;
const DEFAULT_HEARTBEAT_S = 5;
/** Heartbeats missed before the wall says so, and before the link is taken for dead. */
const STALE_AFTER = 1.6;
const DEAD_AFTER = 3;

export class LiveConnection {
  readonly #url: string;
  readonly #listener: Listener;
  readonly #world: World;
  readonly #wants: Wants;
  #socket: Socket | null = null;
  #cells: readonly number[] = [];
  #attempt = 0;
  /** Whether this socket has told its state, or what was missed of it. */
  #current = false;
  #heartbeatMs = DEFAULT_HEARTBEAT_S * 1000;
  #timers = new Map<"retry" | "stale" | "dead", number>();
  #stopped = false;

  constructor(url: string, listener: Listener, world: World, wants: Wants = EVERYTHING) {
    this.#wants = wants;
    this.#url = url;
    this.#listener = listener;
    this.#world = world;
  }

  start(): void {
    this.#stopped = false;
    this.#listener.link("connecting");
    this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    this.#clearTimers();
    this.#drop();
  }

  /** Try now, without waiting: the network is back, or somebody asked. */
  retryNow(): void {
    if (this.#stopped || !this.#timers.has("retry")) return;
    this.#clear("retry");
    this.#connect();
  }

  look(cells: readonly number[]): void {
    this.#cells = cells;
    this.#send({ op: "cells", cells });
  }

  resync(cell: number): void {
    this.#send({ op: "resync", cell });
  }

  #connect(): void {
    this.#current = false;
    const socket = this.#world.open(this.#url);
    this.#socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      const { topics, state } = this.#wants;
      const { build } = this.#world;
      const resume = this.#listener.resumeFrom();
      this.#send({ op: "start", protocol: PROTOCOL, build, topics, state, resume });
      if (topics === null || topics.includes(POSITIONS)) this.#send({ op: "cells", cells: this.#cells });
    };
    socket.onmessage = (event: MessageEvent) => this.#receive(event.data as string | ArrayBuffer);
    socket.onclose = (event: CloseEvent) => this.#lost(event.code);
    this.#set("dead", DEAD_AFTER * this.#heartbeatMs, () => this.#giveUp());
  }

  #receive(data: string | ArrayBuffer): void {
    if (typeof data !== "string") {
      // What cannot be read says nothing: counted as heard, it would pass a wall that stands still off as connected.
      if (!isReadable(data)) {
        this.#outdated(`frames other than ${VERSION}`);
        return;
      }
      this.#heard();
      this.#listener.frame(data);
      return;
    }
    const message = parseMessage(data);
    if (message === null) return;
    if (message.op === "hello" || message.op === "reload") {
      const reason = `protocol ${message.protocol}, build ${message.build}`;
      if (message.protocol !== PROTOCOL) {
        this.#outdated(reason);
        return;
      }
      if (message.op === "reload") {
        this.#reload(reason);
        return;
      }
      this.#heartbeatMs = message.heartbeat_s * 1000;
    }
    this.#listener.message(message);
    if (message.op === "snapshot" || message.op === "resumed") {
      this.#attempt = 0;
      this.#current = true;
    }
    this.#heard();
  }

  #heard(): void {
    // An open socket that has not told its state yet would pass an empty wall off as a quiet region.
    if (this.#current) this.#listener.link("connected");
    this.#set("stale", STALE_AFTER * this.#heartbeatMs, () => this.#listener.link("stale"));
    this.#set("dead", DEAD_AFTER * this.#heartbeatMs, () => this.#giveUp());
  }

  /** The page and the server do not understand each other: load the page again, or say so and ask again later. */
  #outdated(reason: string): void {
    this.#drop();
    this.#clearTimers();
    if (this.#reload(reason)) return;
    this.#listener.link("outdated");
    this.#set("retry", OUTDATED_MS, () => this.#connect());
  }

  #reload(reason: string): boolean {
    return (this.#listener.mayReload?.() ?? true) && this.#world.reloadOnce(reason);
  }

  #giveUp(): void {
    this.#drop();
    this.#lost(0);
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    if (socket === null) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #lost(code: number): void {
    this.#socket = null;
    this.#clearTimers();
    if (this.#stopped) return;
    if (code === CLOSE.loggedOut || code === CLOSE.refused || code === CLOSE.rightsChanged)
      this.#listener.forget();
    if (code === CLOSE.loggedOut || code === CLOSE.refused) {
      this.#listener.link(code === CLOSE.loggedOut ? "logged-out" : "refused");
      return;
    }
    if (code === CLOSE.otherProtocol) {
      this.#outdated("closed for its protocol");
      return;
    }
    this.#listener.link("reconnecting");
    this.#set("retry", delayMs(this.#attempt++, this.#world.random), () => this.#connect());
  }

  #send(message: ClientMessage): void {
    if (this.#socket?.readyState === OPEN) this.#socket.send(JSON.stringify(message));
  }

  #set(name: "retry" | "stale" | "dead", ms: number, action: () => void): void {
    this.#clear(name);
    this.#timers.set(
      name,
      this.#world.setTimer(() => {
        this.#timers.delete(name);
        action();
      }, ms),
    );
  }

  #clear(name: "retry" | "stale" | "dead"): void {
    const timer = this.#timers.get(name);
    if (timer !== undefined) this.#world.clearTimer(timer);
    this.#timers.delete(name);
  }

  #clearTimers(): void {
    for (const name of ["retry", "stale", "dead"] as const) this.#clear(name);
  }
}

export function browserWorld(): World {
  return {
    open: (url) => new WebSocket(url),
    setTimer: (action, ms) => window.setTimeout(action, ms),
    clearTimer: (timer) => window.clearTimeout(timer),
    random: Math.random,
    build: document.documentElement.dataset.build ?? "",
    reloadOnce: (reason) => reloadOnce(reason, window),
  };
}

/** The WebSocket's address on the host of this page. */
export function socketUrl(page: Location, path: string): string {
  return `${page.protocol === "https:" ? "wss:" : "ws:"}//${page.host}${path}`;
}
