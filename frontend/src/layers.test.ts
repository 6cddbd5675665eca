import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const SOURCE = import.meta.dirname;
/** What each folder may import beside itself; a page, which is any other folder, may import these and no other page. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  ui: [],
  net: ["ui"],
  map: ["ui", "net"],
  forms: ["ui", "net", "map"],
};
const SHARED = Object.keys(BELOW);

/** "map" of map/core/frame.ts. */
function folder(file: string): string {
  return file.split("/")[0]!;
}

function mayImport(from: string, to: string): boolean {
  return from === to || (BELOW[from] ?? SHARED).includes(to);
}

/** "map/core/frame.ts imports wall/state.svelte", for each import of `code` that its folder must not make. */
function forbidden(file: string, code: string): string[] {
  return [...code.matchAll(/(?:from|import)\s*\(?\s*["'](\.{1,2}\/[^"'?]+)/g)]
    .map((match) => normalize(join(dirname(file), match[1]!)))
    .filter((target) => !target.startsWith("..") && target.includes("/"))
    .filter((target) => !mayImport(folder(file), folder(target)))
    .map((target) => `${file} imports ${target}`);
}

const files = readdirSync(SOURCE, { recursive: true, encoding: "utf-8" })
  .filter((file) => /\.(ts|svelte|css)$/.test(file) && file.includes("/"))
  .map((file) => relative(SOURCE, resolve(SOURCE, file)));

it("imports point from pages to forms, the map, the network and the components, never back or across", () => {
  expect(files.length).toBeGreaterThan(150);
  for (const shared of SHARED) expect(existsSync(resolve(SOURCE, shared))).toBe(true);
  expect(files.flatMap((file) => forbidden(file, readFileSync(resolve(SOURCE, file), "utf-8")))).toEqual([]);
});

describe("the rule refuses", () => {
  it.each([
    ["map/entities/zone/layer.ts", 'import { useWall } from "../../../wall/context";'],
    ["net/api.ts", 'import { frame } from "../map/core/frame";'],
    ["ui/page.ts", 'import "../desk/main";'],
    ["desk/main.ts", 'const page = await import("../fleet/replayPage");'],
    ["desk/desk.css", '@import "../fleet/fleet.css";'],
  ])("%s: %s", (file, code) => {
    expect(forbidden(file, code)).toHaveLength(1);
  });
});

it("lets a page import what is shared", () => {
  expect(forbidden("desk/follow.ts", 'import { openMap } from "../map/core/leafletMap";')).toEqual([]);
});
