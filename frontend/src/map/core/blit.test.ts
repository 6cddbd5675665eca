import { expect, it } from "vitest";
import { blit, over, Sprite } from "./blit";

const RED = 0xff0000ff;
const sprite = new Sprite(3, 3, 1, 1, new Uint32Array(9).fill(RED));

function surface() {
  return { width: 8, height: 8, pixels: new Uint32Array(64) };
}

it("puts the anchor on the position", () => {
  const into = surface();
  blit(into, sprite, 4, 4);
  expect(into.pixels.filter((pixel) => pixel === RED)).toHaveLength(9);
  expect(into.pixels[3 * 8 + 3]).toBe(RED);
  expect(into.pixels[5 * 8 + 5]).toBe(RED);
});

it.each([
  [0, 0, 4],
  [7, 7, 4],
  [-1, 4, 3],
  [-5, -5, 0],
  [20, 4, 0],
])("cuts off what lies outside at %i, %i", (x, y, drawn) => {
  const into = surface();
  blit(into, sprite, x, y);
  expect(into.pixels.filter((pixel) => pixel === RED)).toHaveLength(drawn);
});

it("leaves what shows through a sprite's holes", () => {
  const into = surface();
  into.pixels.fill(0xff00ff00);
  blit(into, new Sprite(3, 3, 1, 1, new Uint32Array(9)), 4, 4);
  expect(into.pixels.every((pixel) => pixel === 0xff00ff00)).toBe(true);
});

it("mixes a half-transparent edge with what is below", () => {
  const mixed = over(0x800000ff, 0xffff0000);
  expect(mixed >>> 24).toBe(255);
  expect(mixed & 255).toBeGreaterThan(120);
  expect((mixed >>> 16) & 255).toBeGreaterThan(120);
});

it("draws the same whether it is cut off or not", () => {
  const soft = new Sprite(
    3,
    3,
    1,
    1,
    Uint32Array.from([0, RED, 0x400000ff, RED, 0, RED, 0x800000ff, RED, 0]),
  );
  const [whole, cut] = [surface(), { width: 5, height: 3, pixels: new Uint32Array(15).fill(0xff00ff00) }];
  whole.pixels.fill(0xff00ff00);
  blit(whole, soft, 1, 1);
  blit(cut, soft, 0, 1);
  for (let row = 0; row < 3; row++) expect(cut.pixels[row * 5]).toBe(whole.pixels[row * 8 + 1]);
});

it("fits a sprite to another surface after the window has changed", () => {
  const [narrow, wide] = [surface(), { width: 20, height: 8, pixels: new Uint32Array(160) }];
  blit(narrow, sprite, 4, 4);
  blit(wide, sprite, 4, 4);
  expect(wide.pixels[3 * 20 + 3]).toBe(RED);
  expect(wide.pixels.filter((pixel) => pixel === RED)).toHaveLength(9);
});
