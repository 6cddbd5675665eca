import { afterEach, expect, it, vi } from "vitest";
import { ApiError, Unreachable } from "../net/api";
import { explain } from "./explain";
import { speaker } from "./words";

const say = speaker("en");
afterEach(() => vi.restoreAllMocks());

it("says that the server is away only when it is", () => {
  expect(explain(new Unreachable("/x", new TypeError()), say).text).toBe(say("offline"));
});

it.each([new TypeError("x is undefined"), new RangeError("too deep"), "a text"])(
  "takes %s for a fault of the page, and writes it to the console",
  (error) => {
    const written = vi.spyOn(console, "error").mockImplementation(() => undefined);
    expect(explain(error, say)).toMatchObject({ tone: "alarm", text: say("internalError") });
    expect(written).toHaveBeenCalledWith(error);
  },
);

it("repeats what the server says, and offers what helps", () => {
  expect(explain(new ApiError(422, "bad", "The name is missing.", "name"), say).text).toBe(
    "The name is missing.",
  );
  expect(explain(new ApiError(409, "zone_stale", "", null), say).remedy).toBe("reload");
  expect(explain(new ApiError(403, "forbidden", "", null), say).remedy).toBe("login");
  expect(explain(new ApiError(502, "unreadable", "502", null), say).text).toContain("502");
});
