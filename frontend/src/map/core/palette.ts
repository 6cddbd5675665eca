/** Reads design tokens as colours for the canvas; a new theme makes a new palette. */
export class Palette {
  readonly #style: CSSStyleDeclaration;
  readonly #cache = new Map<string, string>();

  constructor(root: Element) {
    this.#style = getComputedStyle(root);
  }

  colour(token: string): string {
    let value = this.#cache.get(token);
    if (value === undefined) {
      value = this.#style.getPropertyValue(`--${token}`).trim();
      if (value === "") throw new Error(`there is no colour token --${token}`);
      this.#cache.set(token, value);
    }
    return value;
  }
}
