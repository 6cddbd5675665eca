import { beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError, call, Unreachable } from "./api";

beforeEach(() => vi.stubGlobal("document", { cookie: "a=b; csrftoken=secret" }));

const answer = (body: string, status = 200, type = "application/json") =>
  vi.stubGlobal("fetch", async () => new Response(body, { status, headers: { "content-type": type } }));

const failure = (path = "/api/v1/zones") => call("GET", path).catch((error: unknown) => error);

describe("a request to the server", () => {
  it("sends the token that proves the page's own origin", async () => {
    const fetched = vi.fn(async (_path: string, _request: RequestInit) => new Response("{}"));
    vi.stubGlobal("fetch", fetched);
    await call("POST", "/api/v1/zones", { name: "x" });
    expect(fetched.mock.calls[0]![1].headers).toMatchObject({ "x-csrftoken": "secret" });
  });

  it("tells a server that is not reached from one that refuses", async () => {
    vi.stubGlobal("fetch", async () => {
      throw new TypeError("Failed to fetch");
    });
    expect(await failure()).toBeInstanceOf(Unreachable);
    answer('{"error": {"code": "bad", "message": "Name is missing.", "field": "name"}}', 422);
    expect(await failure()).toMatchObject({
      status: 422,
      code: "bad",
      message: "Name is missing.",
      field: "name",
    });
  });

  it.each([
    ["<h1>Bad gateway</h1>", 502, "text/html"],
    ["<h1>Log in</h1>", 200, "text/html"],
    ["{half", 500, "application/json"],
    ["null", 500, "application/json"],
    ['{"detail": "other"}', 500, "application/json"],
  ])("takes %s for a refusal that cannot be read", async (body, status, type) => {
    answer(body, status, type);
    const error = await failure();
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status, code: "unreadable" });
  });

  it("says that the server is out of reach when the answer breaks off", async () => {
    const broken = new ReadableStream({ pull: (stream) => stream.error(new TypeError("network error")) });
    vi.stubGlobal("fetch", async () => new Response(broken));
    expect(await failure()).toBeInstanceOf(Unreachable);
  });
});
