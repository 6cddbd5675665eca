/**
 * A practice server for the wall alone: speaks docs/live-protocol.md, moves as many vehicles as asked, and serves the built
 * page, so that drawing can be looked at and measured without the back end. What is sent besides positions is asked for at
 * `/control`: `{"event": KIND}` sends one event of a kind (events.ts), `{"flow": false}` lets all vehicles rest.
 *
 *   npx vite-node frontend/practice/server.ts -- --port 18300 --vehicles 10000 --leaflet DIR --areas FILE --language id
 */
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { extname, join, normalize } from "node:path";
import { parseArgs } from "node:util";
import { type WebSocket, WebSocketServer } from "ws";
import { REGION_CELL } from "../src/net/live/cells";
import { encodeFrame } from "../src/net/live/frames";
import { PROTOCOL } from "../src/net/live/types";
import { EventMaker } from "./events";
import { Fleet } from "./fleet";
import { practiceAreas, practiceRoads } from "./ground";
import { page } from "./page";
import { state } from "./state";

const { values: options } = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: "string", default: "18300" },
    vehicles: { type: "string", default: "10000" },
    leaflet: { type: "string" },
    areas: { type: "string" },
    language: { type: "string", default: "id" },
    tick: { type: "string", default: "500" },
    zones: { type: "string", default: "0" },
    vertices: { type: "string", default: "64" },
    reports: { type: "string", default: "36" },
    cameras: { type: "string", default: "16" },
    alarms: { type: "string", default: "0" },
    dist: { type: "string", default: "frontend/static/frontend/dist" },
    calm: { type: "boolean", default: false },
  },
});

const TICK_MS = Number(options.tick);
const HEARTBEAT_S = 5;
const EPOCH = Date.now() >>> 0;
const TYPES: Record<string, string> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".json": "application/json",
};

const fleet = new Fleet(Number(options.vehicles), !options.calm);
const faces = state(fleet, {
  zones: Number(options.zones),
  vertices: Number(options.vertices),
  complaints: Number(options.reports),
  cameras: Number(options.cameras),
  alarms: Number(options.alarms),
});
const events = new EventMaker(faces, Number(options.vertices));
let sequence = 1;
let number = 1;
let flow = true;
const viewers = new Set<WebSocket>();

const server = createServer(answer);
const sockets = new WebSocketServer({ server, path: "/ws/live" });

sockets.on("connection", (socket) => {
  socket.on("message", (data) => hear(socket, JSON.parse(String(data)) as { op: string; cells?: number[] }));
  socket.on("close", () => viewers.delete(socket));
});

/** Whatever cells are asked for, the answer is the whole region's: every vehicle moves in every measurement. */
function hear(socket: WebSocket, message: { op: string; cells?: number[] }): void {
  if (message.op === "start") {
    socket.send(JSON.stringify(hello()));
    socket.send(JSON.stringify({ op: "snapshot", number, state: faces }));
    viewers.add(socket);
  }
  if (message.op === "resync" || message.op === "cells") socket.send(frame("snapshot"));
}

function hello(): object {
  return {
    op: "hello",
    protocol: PROTOCOL,
    build: "",
    epoch: EPOCH,
    server_time: now(),
    heartbeat_s: HEARTBEAT_S,
    tick_ms: TICK_MS,
    audience: "centre",
    topics: [],
  };
}

function frame(kind: "snapshot" | "changes"): ArrayBuffer {
  const header = {
    kind,
    epoch: EPOCH,
    sequence,
    cell: REGION_CELL,
    serverTime: now(),
  };
  return encodeFrame(header, fleet.records(kind === "changes"));
}

setInterval(() => {
  if (!flow) return;
  fleet.move(TICK_MS / 1000, now());
  sequence++;
  const bytes = frame("changes");
  for (const viewer of viewers) viewer.send(bytes);
}, TICK_MS);

setInterval(() => {
  const heartbeat = {
    op: "heartbeat",
    server_time: now(),
    number,
    newest_arrival: Math.floor(now()),
  };
  for (const viewer of viewers) viewer.send(JSON.stringify(heartbeat));
}, HEARTBEAT_S * 1000);

interface Order {
  event?: string;
  flow?: boolean;
}

/** Answers with how many kinds of events there are, or after the event has been sent. */
async function control(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let text = "";
  for await (const part of request) text += String(part);
  const order = JSON.parse(text || "{}") as Order;
  if (order.flow !== undefined) flow = order.flow;
  if (order.event !== undefined) {
    const event = {
      op: "event",
      number: ++number,
      at: new Date().toISOString(),
      ...events.next(order.event),
    };
    for (const viewer of viewers) viewer.send(JSON.stringify(event));
  }
  send(
    response,
    "application/json",
    JSON.stringify({ kinds: Object.keys(events.kinds), viewers: viewers.size }),
  );
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const path = new URL(request.url ?? "/", "http://localhost").pathname;
  const file = fileOf(path);
  if (path === "/control") void control(request, response);
  else if (path === "/wall/") send(response, "text/html", page(options.dist, options.language));
  else if (path.startsWith("/api/v1/areas")) send(response, "application/json", areas(request.url ?? ""));
  else if (path.startsWith("/api/v1/ground")) send(response, "application/json", practiceRoads());
  else if (path.startsWith("/api/v1/places/at"))
    send(response, "application/json", '{"name":"Lingga, Simpang Empat","areas":[]}');
  else if (path.startsWith("/api/v1/places")) send(response, "application/json", "[]");
  else if (file) send(response, TYPES[extname(file)] ?? "application/octet-stream", readFileSync(file));
  else response.writeHead(404).end();
}

function fileOf(path: string): string | null {
  const safe = normalize(path).replace(/^(\.\.[/\\])+/, "");
  if (safe.startsWith("/static/frontend/dist/"))
    return join(options.dist, safe.slice("/static/frontend/dist/".length));
  if (safe.startsWith("/static/leaflet/") && options.leaflet)
    return join(options.leaflet, safe.slice("/static/leaflet/".length));
  return null;
}

/** The outlines of a boundary file, as the server's own areas endpoint gives them. */
function areas(url: string): string {
  const level = new URL(url, "http://localhost").searchParams.get("level") ?? "";
  if (!options.areas || level === "village") return practiceAreas(level);
  const collection = JSON.parse(readFileSync(options.areas, "utf8")) as {
    features: { properties: Record<string, unknown> }[];
  };
  for (const feature of collection.features) {
    const name =
      feature.properties.nm_kecamatan ?? feature.properties.name ?? feature.properties.NAMOBJ ?? "";
    feature.properties = {
      ...feature.properties,
      name,
      lon: 0,
      lat: 0,
      level: "district",
    };
  }
  return JSON.stringify(collection);
}

function send(response: ServerResponse, type: string, body: string | Buffer): void {
  // As the product's web server does: what is built has its digest in its name.
  const cached: Record<string, string> =
    typeof body === "string" ? {} : { "cache-control": "max-age=31536000, immutable" };
  response.writeHead(200, { "content-type": type, ...cached }).end(body);
}

function now(): number {
  return Date.now() / 1000;
}

server.listen(Number(options.port), "127.0.0.1", () => console.log(`http://127.0.0.1:${options.port}/wall/`));
