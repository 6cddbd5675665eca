/** Places texts so that none lies on another; the first come wins, so the caller orders by importance. */
import { type Box, BoxGrid, boxOf } from "./boxGrid";

export class LabelSpace {
  readonly #taken = new BoxGrid<Box>();

  /** Takes the place if it is free, and says whether it was. */
  take(left: number, top: number, width: number, height: number): boolean {
    const box = boxOf(left, top, width, height);
    if (this.#taken.some(box)) return false;
    this.#taken.add(box);
    return true;
  }

  /** Takes the place whatever lies there: for what is drawn already. */
  block(left: number, top: number, width: number, height: number): void {
    this.#taken.add(boxOf(left, top, width, height));
  }
}
