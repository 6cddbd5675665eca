/** The sprites of a drawing in their order, so that the next drawing touches only the part of the canvas that differs. */
import type { Sprite } from "./sprites";

export interface PlacedSprite {
  sprite: Sprite;
  /** CSS pixels of the canvas, on whole device pixels. */
  left: number;
  top: number;
}

/** More places than this are not worth the clipping. */
const MOST_PLACES = 24;

export class SpriteList {
  readonly items: PlacedSprite[] = [];
  readonly #ratio: number;

  /** `ratio`: device pixels per CSS pixel. */
  constructor(ratio: number) {
    this.#ratio = ratio;
  }

  /** Puts a sprite around (x, y) in CSS pixels, above those before; on whole device pixels it stays sharp. */
  add(sprite: Sprite, x: number, y: number): void {
    const ratio = this.#ratio;
    this.items.push({
      sprite,
      left: Math.round((x - sprite.width / 2) * ratio) / ratio,
      top: Math.round((y - sprite.height / 2) * ratio) / ratio,
    });
  }

  drawAll(context: CanvasRenderingContext2D): void {
    for (const item of this.items) drawItem(context, item);
  }

  /** Draws this list over a canvas that shows the list `before`; false, and nothing done, when too much differs. */
  drawOver(context: CanvasRenderingContext2D, before: SpriteList): boolean {
    const changed = differences(before.items, this.items);
    if (changed.length > MOST_PLACES) return false;
    if (changed.length === 0) return true;
    context.save();
    context.beginPath();
    for (const { left, top, sprite } of changed) context.rect(left, top, sprite.width, sprite.height);
    context.clip();
    for (const { left, top, sprite } of changed) context.clearRect(left, top, sprite.width, sprite.height);
    for (const item of this.items) if (changed.some((each) => overlap(each, item))) drawItem(context, item);
    context.restore();
    return true;
  }
}

function drawItem(context: CanvasRenderingContext2D, { sprite, left, top }: PlacedSprite): void {
  context.drawImage(sprite.image, left, top, sprite.width, sprite.height);
}

/** What is in one list and not in the other. */
export function differences(before: readonly PlacedSprite[], after: readonly PlacedSprite[]): PlacedSprite[] {
  const unmatched = new Map<Sprite, Map<string, PlacedSprite[]>>();
  for (const item of before) {
    const places = unmatched.get(item.sprite) ?? new Map<string, PlacedSprite[]>();
    unmatched.set(item.sprite, places);
    const key = `${item.left},${item.top}`;
    const same = places.get(key);
    if (same) same.push(item);
    else places.set(key, [item]);
  }
  const added = after.filter(
    (item) => unmatched.get(item.sprite)?.get(`${item.left},${item.top}`)?.pop() === undefined,
  );
  const gone = [...unmatched.values()].flatMap((places) => [...places.values()].flat());
  return [...gone, ...added];
}

function overlap(one: PlacedSprite, other: PlacedSprite): boolean {
  return (
    one.left < other.left + other.sprite.width &&
    other.left < one.left + one.sprite.width &&
    one.top < other.top + other.sprite.height &&
    other.top < one.top + one.sprite.height
  );
}
