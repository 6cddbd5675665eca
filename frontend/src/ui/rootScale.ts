/** Pixels of the root font, over 16. */
let known: number | null = null;

// Reading a style brings the page's styles and layout up to date at once, so it is read only where it can have changed:
// whoever sets another root font says so with a `resize` of the window, and the capturing listener hears it first.
window.addEventListener(
  "resize",
  () => {
    known = null;
  },
  { capture: true },
);

export function rootScale(): number {
  known ??= Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  return known;
}
