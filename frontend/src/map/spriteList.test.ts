import { expect, it } from "vitest";
import { SpriteList } from "./spriteList";
import type { Sprite } from "./sprites";

/** A canvas of single characters: a sprite paints its letter. */
class Letters {
  readonly cells = Array.from({ length: 20 }, () => Array<string>(60).fill("."));
  drawn = 0;
  #clip: [number, number, number, number][] | null = null;
  #path: [number, number, number, number][] = [];

  save(): void {}
  restore(): void {
    this.#clip = null;
  }
  beginPath(): void {
    this.#path = [];
  }
  rect(...box: [number, number, number, number]): void {
    this.#path.push(box);
  }
  clip(): void {
    this.#clip = this.#path;
  }
  clearRect(...box: [number, number, number, number]): void {
    this.#fill(".", box);
  }
  drawImage(image: unknown, ...box: [number, number, number, number]): void {
    this.drawn++;
    this.#fill(String(image), box);
  }

  #fill(letter: string, [left, top, width, height]: [number, number, number, number]): void {
    for (let y = top; y < top + height; y++)
      for (let x = left; x < left + width; x++) {
        const inside = ([l, t, w, h]: [number, number, number, number]) =>
          x >= l && x < l + w && y >= t && y < t + h;
        if (this.#clip === null || this.#clip.some(inside)) this.cells[y]![x] = letter;
      }
  }
}

const sprites = "abcdefgh"
  .split("")
  .map((letter, index) => ({ image: letter, width: 2 + (index % 3) * 2, height: 2 }) as unknown as Sprite);

function listOf(random: (below: number) => number): SpriteList {
  const list = new SpriteList(1);
  for (let index = 0; index < 40; index++) list.add(sprites[random(8)]!, 4 + random(52), 3 + random(14));
  return list;
}

it("leaves on the canvas what drawing everything anew would, with far less drawn", () => {
  let state = 5;
  const random = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (let round = 0; round < 60; round++) {
    const before = listOf(random);
    const after = new SpriteList(1);
    after.items.push(...before.items);
    for (let change = 0; change < 3; change++) {
      const extra = new SpriteList(1);
      extra.add(sprites[random(8)]!, 4 + random(52), 3 + random(14));
      after.items.splice(random(after.items.length), random(2), ...(random(2) ? extra.items : []));
    }
    const canvas = new Letters();
    before.drawAll(canvas as unknown as CanvasRenderingContext2D);
    canvas.drawn = 0;
    expect(after.drawOver(canvas as unknown as CanvasRenderingContext2D, before)).toBe(true);
    expect(canvas.drawn).toBeLessThan(40);
    const whole = new Letters();
    after.drawAll(whole as unknown as CanvasRenderingContext2D);
    expect(canvas.cells).toEqual(whole.cells);
  }
});

it("leaves it to the caller when too much differs", () => {
  const [before, after] = [new SpriteList(1), new SpriteList(1)];
  for (let x = 0; x < 50; x++) after.add(sprites[0]!, 4 + x, 5);
  const canvas = new Letters();
  expect(after.drawOver(canvas as unknown as CanvasRenderingContext2D, before)).toBe(false);
  expect(canvas.drawn).toBe(0);
});
