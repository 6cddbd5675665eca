import { describe, expect, it } from "vitest";
import { type ReloadingWindow, reloadOnce } from "./reload";

function page(storage: Map<string, string> | null): ReloadingWindow & { reloads: number } {
  const made = {
    reloads: 0,
    location: {
      reload: () => {
        made.reloads++;
      },
    },
    get sessionStorage() {
      if (storage === null) throw new Error("storage is blocked");
      return {
        getItem: (key: string) => storage.get(key) ?? null,
        setItem: (key: string, value: string) => void storage.set(key, value),
      };
    },
  };
  return made;
}

describe("loading the page again", () => {
  it("is done once for a reason, though each load begins anew", () => {
    const storage = new Map<string, string>();
    const loads = [page(storage), page(storage), page(storage)];
    expect(loads.map((load) => reloadOnce("build b", load))).toEqual([true, false, false]);
    expect(loads.map((load) => load.reloads)).toEqual([1, 0, 0]);
  });

  it("is done again for the next build", () => {
    const storage = new Map<string, string>();
    expect([reloadOnce("build b", page(storage)), reloadOnce("build c", page(storage))]).toEqual([
      true,
      true,
    ]);
  });

  it("is not done where it could not be remembered", () => {
    expect(reloadOnce("build b", page(null))).toBe(false);
  });
});
