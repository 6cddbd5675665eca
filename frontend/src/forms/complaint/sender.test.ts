import { expect, it } from "vitest";
import { pauseAfter, sendOnce } from "./sender";

function answering(
  status: number,
  redirected: boolean,
  text = "",
  url = "/pengaduan/terkirim/A/",
): typeof fetch {
  const response = {
    ok: status < 400,
    status,
    redirected,
    url,
    text: async () => text,
  };
  return (async () => response) as unknown as typeof fetch;
}

it("follows a stored complaint to its receipt", async () => {
  const outcome = await sendOnce(answering(200, true), "/pengaduan/", new FormData());
  expect(outcome).toEqual({ kind: "stored", url: "/pengaduan/terkirim/A/", html: "" });
});

it.each(["/login/?next=/desk/new/", "https://pantau.example/login/?next=/field/A/"])(
  "does not take the login page at %s for a receipt",
  async (url) => {
    const outcome = await sendOnce(answering(200, true, "", url), "/desk/new/", new FormData());
    expect(outcome).toEqual({ kind: "logged-out" });
  },
);

it("shows the page that answers a form which was not taken", async () => {
  const outcome = await sendOnce(answering(422, false, "<p>"), "/pengaduan/", new FormData());
  expect(outcome).toEqual({ kind: "answered", html: "<p>" });
});

it.each([408, 502, 503, 504])("tries again after status %i", async (status) => {
  expect((await sendOnce(answering(status, false), "/pengaduan/", new FormData())).kind).toBe("unreachable");
});

it("tries again where there is no connection", async () => {
  const offline = (async () => {
    throw new TypeError("Failed to fetch");
  }) as unknown as typeof fetch;
  expect((await sendOnce(offline, "/pengaduan/", new FormData())).kind).toBe("unreachable");
});

it("waits longer after each failure, and at most a minute", () => {
  expect([1, 2, 3, 50].map(pauseAfter)).toEqual([5_000, 10_000, 20_000, 60_000]);
});
