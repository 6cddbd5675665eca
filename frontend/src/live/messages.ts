/** The JSON messages of docs/live-protocol.md. Times are Unix seconds unless they end in `_at` or `at` (ISO 8601). */

export interface Hello {
  op: "hello";
  protocol: number;
  epoch: number;
  server_time: number;
  heartbeat_s: number;
  tick_ms: number;
  audience: string;
}

export interface Snapshot {
  op: "snapshot";
  number: number;
  state: Record<string, { id: number }[]>;
}

export interface LiveEvent {
  op: "event";
  number: number;
  type: string;
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

export type ServerMessage = Hello | Snapshot | LiveEvent | Resumed | Heartbeat | Refusal;

export type ClientMessage =
  | { op: "start"; resume: number | null }
  | { op: "cells"; cells: readonly number[] }
  | { op: "resync"; cell: number };

/** Null for an operation that this version does not know: a newer server may say more. */
export function parseMessage(text: string): ServerMessage | null {
  const message = JSON.parse(text) as ServerMessage;
  return ["hello", "snapshot", "event", "resumed", "heartbeat", "error"].includes(message.op)
    ? message
    : null;
}
