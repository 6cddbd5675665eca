import { expect, it } from "vitest";
import { blit, over, type Sprite } from "./blit";

const RED = 0xff0000ff;
const sprite: Sprite = {
  width: 3,
  height: 3,
  anchorX: 1,
  anchorY: 1,
  pixels: new Uint32Array(9).fill(RED),
};

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
  blit(into, { ...sprite, pixels: new Uint32Array(9) }, 4, 4);
  expect(into.pixels.every((pixel) => pixel === 0xff00ff00)).toBe(true);
});

it("mixes a half-transparent edge with what is below", () => {
  const mixed = over(0x800000ff, 0xffff0000);
  expect(mixed >>> 24).toBe(255);
  expect(mixed & 255).toBeGreaterThan(120);
  expect((mixed >>> 16) & 255).toBeGreaterThan(120);
});
