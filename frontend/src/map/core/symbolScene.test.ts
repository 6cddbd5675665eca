import { describe, expect, it } from "vitest";
import type { View } from "./canvasLayer";
import type { SymbolPens } from "./symbolPens";
import { type AreaText, type Placed, SymbolScene } from "./symbolScene";
import type { MapSymbol } from "./symbols";

/** Notes what is drawn in which order, and in which boxes the canvas was emptied before. */
class Notes {
  drawn: string[] = [];
  cleared: number[][] = [];

  save(): void {}
  restore(): void {}
  beginPath(): void {}
  clip(): void {}
  rect(): void {}
  clearRect(...box: number[]): void {
    this.cleared.push(box);
  }
  drawImage(image: unknown, ...box: number[]): void {
    this.drawn.push(`${String(image)} ${box.join(" ")}`);
  }
}

const SYMBOLS: MapSymbol[] = [8, 11, 13].map((radius) => ({ radius, parts: [] }));

const texts = (kind: string) => ({
  widthOf: (text: string) => text.length * 7,
  sprite: (text: string) => ({ image: `${kind}:${text}`, width: text.length * 7 + 4, height: 18 }),
});

const pens = {
  scale: 1,
  sprites: {
    symbol: ({ radius }: MapSymbol) => ({ image: `symbol${radius}`, width: 2 * radius, height: 2 * radius }),
  },
  areas: texts("area"),
  names: texts("name"),
  count: (text: string) => ({
    sprite: { image: `count${text}`, width: 18, height: 19 },
    width: 14,
    height: 15,
  }),
} as unknown as SymbolPens;

/** A view of so many pixels on each side; the upper left corner is that of the world. */
const viewOf = (side: number, zoom: number): View => {
  return { width: side, height: side, ratio: 1, zoom, worldPx: 256 * 2 ** zoom, left: 0, top: 0 };
};

function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Random = (below: number) => number;

function thing(id: number, random: Random, { width, worldPx }: View): Placed {
  const rank = random(6);
  const symbol = SYMBOLS[random(3)]!;
  const [mercatorX, mercatorY] = [random(width) / worldPx, random(width) / worldPx];
  return {
    mercatorX,
    mercatorY,
    x: 0,
    y: 0,
    thing: { type: "complaint", id },
    symbol,
    rank,
    label: `thing ${id}`,
  };
}

/** A text at four places around a point. */
function area(id: number, random: Random, { width, worldPx }: View): AreaText {
  const [x, y] = [random(width), random(width)];
  const lon = (px: number) => (px / worldPx) * 360 - 180;
  const lat = (px: number) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * px) / worldPx))) * 180) / Math.PI;
  const places = [
    { lon: lon(x), lat: lat(y - 20), lines: -1 },
    { lon: lon(x), lat: lat(y + 20), lines: 1 },
    { lon: lon(x + 25), lat: lat(y), lines: 0 },
    { lon: lon(x - 25), lat: lat(y), lines: 0 },
  ];
  return { id, rank: random(4), brief: `level ${random(3)}`, full: `area ${id % 5}`, places };
}

interface Content {
  things: Map<number, Placed>;
  areas: Map<number, AreaText>;
}

function sceneOf({ things, areas }: Content, view: View): SymbolScene {
  const scene = new SymbolScene(view, pens, null);
  for (const each of things.values()) scene.add({ ...each });
  for (const each of areas.values()) scene.addArea(each);
  scene.settle();
  return scene;
}

function drawingOf(scene: SymbolScene): string[] {
  const notes = new Notes();
  scene.drawAll(notes as unknown as CanvasRenderingContext2D);
  return notes.drawn;
}

function contentOf(things: number, areas: number, random: Random, view: View): Content {
  const ids = (count: number) => Array.from({ length: count }, (_, id) => id);
  return {
    things: new Map(ids(things).map((id) => [id, thing(id, random, view)])),
    areas: new Map(ids(areas).map((id) => [id, area(id, random, view)])),
  };
}

/** Puts, moves or takes away one thing or area, in the content and in the scene. */
function change(content: Content, scene: SymbolScene, random: Random, view: View): void {
  const id = random(content.things.size + 5);
  if (random(3) === 0) {
    const at = random(content.areas.size + 5);
    if (random(3) === 0) {
      content.areas.delete(at);
      scene.deleteArea(at);
      return;
    }
    const put = area(at, random, view);
    content.areas.set(at, put);
    scene.addArea(put);
    return;
  }
  const known = content.things.get(id);
  if (known) scene.delete(known);
  content.things.delete(id);
  if (random(4) === 0) return;
  const put = thing(id, random, view);
  content.things.set(id, put);
  scene.add(put);
}

describe.each([9, 13, 14.5, 16])("at zoom %f", (zoom) => {
  it("shows after every change what a scene made anew shows", () => {
    const random = randomFrom(7);
    const view = viewOf(500, zoom);
    const content: Content = contentOf(90, 40, random, view);
    const scene = new SymbolScene(view, pens, null);
    for (const each of content.things.values()) scene.add(each);
    for (const each of content.areas.values()) scene.addArea(each);
    scene.settle();
    for (let round = 0; round < 60; round++) {
      for (let each = random(3); each >= 0; each--) change(content, scene, random, view);
      scene.settle();
      expect(drawingOf(scene)).toEqual(drawingOf(sceneOf(content, view)));
    }
  });
});

it("draws over every box in which the drawing differs, and little else", () => {
  const random = randomFrom(11);
  const view = viewOf(900, 10);
  const content = contentOf(150, 40, random, view);
  const scene = new SymbolScene(view, pens, null);
  for (const each of content.things.values()) scene.add(each);
  for (const each of content.areas.values()) scene.addArea(each);
  scene.settle();
  for (let round = 0; round < 60; round++) {
    const before = new Set(drawingOf(scene));
    change(content, scene, random, view);
    const boxes = scene.settle();
    const after = drawingOf(scene);
    const notes = new Notes();
    if (!scene.drawOver(notes as unknown as CanvasRenderingContext2D, boxes)) continue;
    const cleared = new Set(notes.cleared.map((box) => box.join(" ")));
    const differing = [...after.filter((each) => !before.has(each)), ...before].filter(
      (each) => !(before.has(each) && after.includes(each)),
    );
    for (const each of differing) expect(cleared).toContain(each.replace(/^.* (\S+ \S+ \S+ \S+)$/, "$1"));
    // What is drawn over keeps its order.
    expect(notes.drawn).toEqual(after.filter((each) => notes.drawn.includes(each)));
    expect(notes.drawn.length).toBeLessThan(after.length / 2);
  }
});

/** Milliseconds of the median change beside so many things and areas, at the same density. */
function costOf(things: number): number {
  const random = randomFrom(3);
  const view = viewOf(Math.round(Math.sqrt(things) * 30), 10);
  const content = contentOf(things, things / 5, random, view);
  const scene = new SymbolScene(view, pens, null);
  for (const each of content.things.values()) scene.add(each);
  for (const each of content.areas.values()) scene.addArea(each);
  scene.settle();
  const canvas = new Notes() as unknown as CanvasRenderingContext2D;
  const costs = Array.from({ length: 600 }, () => {
    const started = performance.now();
    change(content, scene, random, view);
    scene.drawOver(canvas, scene.settle());
    return performance.now() - started;
  });
  return costs.sort((a, b) => a - b)[300]!;
}

it("takes for a change far less than ten times as long beside ten times as much", { timeout: 60_000 }, () => {
  costOf(600);
  const ratios = [1, 2].map(() => costOf(6_000) / costOf(600));
  // Ten, if a change went through everything.
  expect(Math.min(...ratios)).toBeLessThan(4);
});
