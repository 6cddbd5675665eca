import { beforeEach, describe, expect, it } from "vitest";
import { type Link, type Listener, LiveConnection, type Socket, type World } from "./connection";
import type { ServerMessage } from "./messages";

class FakeSocket implements Socket {
  binaryType: BinaryType = "blob";
  readyState = 0;
  sent: unknown[] = [];
  closed = false;
  onopen: Socket["onopen"] = null;
  onmessage: Socket["onmessage"] = null;
  onclose: Socket["onclose"] = null;

  send(data: string): void {
    this.sent.push(JSON.parse(data));
  }

  close(): void {
    this.closed = true;
  }

  opens(): void {
    this.readyState = 1;
    this.onopen?.({} as Event);
  }

  says(data: object | ArrayBuffer): void {
    const payload = data instanceof ArrayBuffer ? data : JSON.stringify(data);
    this.onmessage?.({ data: payload } as MessageEvent);
  }

  loses(code: number): void {
    this.readyState = 3;
    this.onclose?.({ code } as CloseEvent);
  }
}

/** A world whose clock moves when told to. */
class FakeWorld implements World {
  sockets: FakeSocket[] = [];
  now = 0;
  #timers = new Map<number, { at: number; action: () => void }>();
  #next = 1;

  open(): Socket {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket;
  }

  setTimer(action: () => void, ms: number): number {
    this.#timers.set(this.#next, { at: this.now + ms, action });
    return this.#next++;
  }

  clearTimer(timer: number): void {
    this.#timers.delete(timer);
  }

  random(): number {
    return 0.5;
  }

  build = "build-a";
  reasons: string[] = [];

  reloadOnce(reason: string): boolean {
    const first = !this.reasons.includes(reason);
    this.reasons.push(reason);
    return first;
  }

  pass(ms: number): void {
    const until = this.now + ms;
    for (;;) {
      const due = [...this.#timers]
        .filter(([, timer]) => timer.at <= until)
        .sort((a, b) => a[1].at - b[1].at)[0];
      if (due === undefined) break;
      this.#timers.delete(due[0]);
      this.now = due[1].at;
      due[1].action();
    }
    this.now = until;
  }

  get socket(): FakeSocket {
    return this.sockets[this.sockets.length - 1]!;
  }
}

const HELLO = {
  op: "hello",
  protocol: 2,
  epoch: 1,
  server_time: 0,
  heartbeat_s: 5,
  tick_ms: 500,
  audience: "centre",
  build: "build-a",
  topics: [],
};

/** A frame that holds nothing. */
function frame(version = 1): ArrayBuffer {
  const buffer = new ArrayBuffer(32);
  new DataView(buffer).setUint8(0, version);
  return buffer;
}

function start(resume: number | null): object {
  return { op: "start", protocol: 2, build: "build-a", topics: null, state: true, resume };
}

let world: FakeWorld;
let links: Link[];
let messages: ServerMessage[];
let frames: number;
let number: number | null;
let forgotten: number;
let connection: LiveConnection;

beforeEach(() => {
  world = new FakeWorld();
  links = [];
  messages = [];
  frames = 0;
  number = null;
  forgotten = 0;
  const listener: Listener = {
    link: (link) => {
      if (links[links.length - 1] !== link) links.push(link);
    },
    message: (message) => messages.push(message),
    frame: () => {
      frames++;
    },
    resumeFrom: () => number,
    forget: () => {
      number = null;
      forgotten++;
    },
  };
  connection = new LiveConnection("ws://wall/ws/live", listener, world);
  connection.start();
});

function connect(): void {
  world.socket.opens();
  world.socket.says(HELLO);
  world.socket.says(number === null ? { op: "snapshot", number: 1, state: {} } : { op: "resumed", number });
}

describe("a live connection", () => {
  it("starts with a fresh snapshot and says what it looks at", () => {
    connection.look([3, 4]);
    connect();
    expect(world.socket.sent).toEqual([start(null), { op: "cells", cells: [3, 4] }]);
  });

  it("resumes after the last number and looks at the same cells again", () => {
    connect();
    connection.look([9]);
    number = 120;
    world.socket.loses(1006);
    world.pass(500);
    connect();
    expect(world.socket.sent).toEqual([start(120), { op: "cells", cells: [9] }]);
    expect(links).toEqual(["connecting", "connected", "reconnecting", "connected"]);
  });

  it("is not called connected before the state has come", () => {
    world.socket.opens();
    world.socket.says(HELLO);
    world.socket.says(frame());
    expect(links).toEqual(["connecting"]);
    world.socket.says({ op: "snapshot", number: 1, state: {} });
    expect(links).toEqual(["connecting", "connected"]);
  });

  it("hands on messages and frames", () => {
    connect();
    world.socket.says(frame());
    expect(messages).toHaveLength(2);
    expect(frames).toBe(1);
  });

  it("says that the data are stale before it takes the link for dead", () => {
    connect();
    world.pass(8_500);
    expect(links.at(-1)).toBe("stale");
    world.socket.says({
      op: "heartbeat",
      server_time: 1,
      number: 1,
      newest_arrival: null,
    });
    expect(links.at(-1)).toBe("connected");
  });

  it("leaves a silent server and comes back", () => {
    connect();
    const silent = world.socket;
    world.pass(15_000);
    expect(silent.closed).toBe(true);
    expect(links.at(-1)).toBe("reconnecting");
    world.pass(500);
    expect(world.sockets).toHaveLength(2);
  });

  it("gives up on a server that accepts and never answers", () => {
    world.pass(15_500);
    expect(world.sockets).toHaveLength(2);
  });

  it("waits longer each time until the server has sent the state", () => {
    const waits: number[] = [];
    for (let round = 0; round < 8; round++) {
      const before = world.sockets.length;
      world.socket.loses(1006);
      const lostAt = world.now;
      while (world.sockets.length === before) world.pass(50);
      waits.push(world.now - lostAt);
    }
    expect(waits[0]).toBe(500);
    expect(waits.at(-1)).toBeGreaterThan(7_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(15_000);
    connect();
    world.socket.says({ op: "snapshot", number: 1, state: {} });
    world.socket.loses(1006);
    world.pass(500);
    expect(world.sockets).toHaveLength(10);
  });

  it("tries at once when the network is back", () => {
    connect();
    world.socket.loses(1006);
    connection.retryNow();
    expect(world.sockets).toHaveLength(2);
  });

  it.each([
    [4401, "logged-out"],
    [4403, "refused"],
  ])("forgets everything and stays away after %i", (code, link) => {
    connect();
    world.socket.loses(code);
    world.pass(60_000);
    expect(links.at(-1)).toBe(link);
    expect(forgotten).toBe(1);
    expect(world.sockets).toHaveLength(1);
  });

  it("asks for everything anew when the rights have changed", () => {
    connect();
    number = 77;
    world.socket.loses(4409);
    world.pass(500);
    connect();
    expect(world.socket.sent[0]).toEqual(start(null));
  });

  it("resumes after having been too slow", () => {
    connect();
    number = 77;
    world.socket.loses(4408);
    world.pass(500);
    connect();
    expect(world.socket.sent[0]).toEqual(start(77));
  });

  it("asks for its topics alone, and for no cells without positions", () => {
    const listener: Listener = {
      link: () => undefined,
      message: () => undefined,
      frame: () => undefined,
      resumeFrom: () => null,
      forget: () => undefined,
    };
    new LiveConnection("ws://desk/ws/live", listener, world, { topics: ["complaint"], state: false }).start();
    world.socket.opens();
    expect(world.socket.sent).toEqual([{ ...start(null), topics: ["complaint"], state: false }]);
  });

  it("does not take a frame that it cannot read for a sign of life", () => {
    connect();
    world.reasons = ["frames other than 1"];
    world.socket.says(frame(2));
    expect(frames).toBe(0);
    expect(links.at(-1)).toBe("outdated");
    world.pass(60_000);
    expect(world.sockets).toHaveLength(2);
  });

  it.each([
    ["hello", { ...HELLO, protocol: 3 }],
    ["reload", { op: "reload", protocol: 3, build: "build-b" }],
    ["hello of an older server", { ...HELLO, protocol: 1 }],
  ])("loads the page again for another protocol, and says so where that did not help: %s", (_, message) => {
    world.socket.opens();
    world.socket.says(message);
    expect(world.reasons).toHaveLength(1);
    connection.start();
    world.socket.opens();
    world.socket.says(message);
    expect(links.at(-1)).toBe("outdated");
  });

  it("loads the page again for another build, and goes on where that did not help", () => {
    connect();
    world.socket.says({ op: "reload", protocol: 2, build: "build-b" });
    world.socket.says({ op: "reload", protocol: 2, build: "build-b" });
    expect(world.reasons).toEqual(["protocol 2, build build-b", "protocol 2, build build-b"]);
    expect(links.at(-1)).toBe("connected");
    expect(world.sockets).toHaveLength(1);
  });

  it("ends quietly", () => {
    connect();
    connection.stop();
    world.pass(60_000);
    expect(world.sockets).toHaveLength(1);
  });
});
