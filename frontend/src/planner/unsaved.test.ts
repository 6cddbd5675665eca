import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DraftKeeper } from "./draftKeeper";
import { emptyForm } from "./form";
import { find, keep, prune, type Unsaved } from "./unsaved";

const DAY_MS = 86_400_000;

/** A storage with room for so many characters. */
function storageOf(room: number, entries: Record<string, string> = {}): Storage {
  const values: Record<string, string> = { ...entries };
  const methods = {
    getItem: (key: string) => values[key] ?? null,
    removeItem: (key: string) => void delete values[key],
    setItem: (key: string, value: string) => {
      const others = Object.entries(values).filter(([name]) => name !== key);
      if (others.reduce((sum, [, text]) => sum + text.length, value.length) > room)
        throw new DOMException("full", "QuotaExceededError");
      values[key] = value;
    },
  };
  return new Proxy(methods, {
    ownKeys: () => Object.keys(values),
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  }) as unknown as Storage;
}

const draft = (at: number, length = 10): Unsaved => ({
  form: { ...emptyForm(), description: "x".repeat(length) },
  geometry: null,
  revision: 1,
  at,
});

describe("what is not saved", () => {
  it("is found again", () => {
    const storage = storageOf(10_000);
    expect(keep(() => storage, 4, draft(1))).toBe("stored");
    expect(find(() => storage, 4)).toEqual(draft(1));
    expect(find(() => storage, null)).toBeNull();
  });

  it("makes room by dropping the oldest drafts, and says so when there is none", () => {
    const storage = storageOf(3_000);
    keep(() => storage, 1, draft(1, 900));
    keep(() => storage, 2, draft(2, 900));
    expect(keep(() => storage, 3, draft(3, 900))).toBe("stored");
    expect(find(() => storage, 1)).toBeNull();
    expect(find(() => storage, 2)).not.toBeNull();
    expect(keep(() => storage, 4, draft(4, 9_000))).toBe("full");
  });

  it("does not fail where the browser keeps nothing", () => {
    const refused = () => {
      throw new DOMException("no", "SecurityError");
    };
    expect(keep(refused, 1, draft(1))).toBe("unavailable");
    expect(find(refused, 1)).toBeNull();
    prune(refused, 0);
  });

  it("is dropped when it is old or cannot be read, and nothing else is", () => {
    const storage = storageOf(10_000, { "pantau.planner.9": "{half", "pantau.display": "{}" });
    keep(() => storage, 1, draft(0));
    keep(() => storage, 2, draft(90 * DAY_MS));
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    prune(() => storage, 100 * DAY_MS);
    expect(Object.keys(storage).sort()).toEqual(["pantau.display", "pantau.planner.2"]);
  });
});

describe("the keeper of drafts", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("writes once, when typing rests", () => {
    const storage = storageOf(10_000);
    const take = vi.fn(() => draft(1));
    const keeper = new DraftKeeper(
      () => storage,
      () => undefined,
    );
    for (let key = 0; key < 50; key++) {
      keeper.changed(1, take);
      vi.advanceTimersByTime(100);
    }
    expect(take).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1_000);
    expect(take).toHaveBeenCalledTimes(1);
    expect(find(() => storage, 1)).not.toBeNull();
  });

  it("writes at once when the page is left, and not at all what was saved meanwhile", () => {
    const storage = storageOf(10_000);
    const results: string[] = [];
    const keeper = new DraftKeeper(
      () => storage,
      (result) => results.push(result),
    );
    keeper.changed(1, () => draft(1));
    keeper.flush();
    expect(results).toEqual(["stored"]);
    keeper.changed(2, () => draft(2));
    keeper.drop();
    vi.advanceTimersByTime(5_000);
    expect(find(() => storage, 2)).toBeNull();
  });
});
