/** The JSON messages of docs/live-protocol.md. Times are Unix seconds unless they end in `_at` or `at` (ISO 8601). */

import type { EventType } from "./types";

export interface Hello {
  op: "hello";
  protocol: number;
  epoch: number;
  server_time: number;
  heartbeat_s: number;
  tick_ms: number;
  audience: string;
  /** The front end's build that the server has; empty where it does not know. */
  build: string;
  /** The topics that the server sends of those that were asked for. */
  topics: readonly string[];
}

/** The page is of another protocol or build than the server. */
export interface Reload {
  op: "reload";
  protocol: number;
  build: string;
}

export interface Snapshot {
  op: "snapshot";
  number: number;
  state: Record<string, { id: number }[]>;
}

export interface LiveEvent {
  op: "event";
  number: number;
  /** A newer server may send others; what is not known is left alone. */
  type: EventType;
  at: string;
  data: { id: number } & Record<string, unknown>;
}

export interface Resumed {
  op: "resumed";
  number: number;
}

export interface Heartbeat {
  op: "heartbeat";
  server_time: number;
  number: number;
  newest_arrival: number | null;
}

export interface Refusal {
  op: "error";
  code: string;
  message: string;
}

export type ServerMessage = Hello | Reload | Snapshot | LiveEvent | Resumed | Heartbeat | Refusal;

/** Null for an operation that this version does not know: a newer server may say more. */
export function parseMessage(text: string): ServerMessage | null {
  const message = JSON.parse(text) as ServerMessage;
  return ["hello", "reload", "snapshot", "event", "resumed", "heartbeat", "error"].includes(message.op)
    ? message
    : null;
}
