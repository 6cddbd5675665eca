import { forget, store, stored } from "./storage";

/**
 * How large type must be to be read from where the viewer sits: the smallest text subtends at least 16 minutes of arc
 * (capital height), after the custom of control-room ergonomics (ISO 11064-4).
 */
export interface Display {
  /** Eye to screen, metres. */
  distanceM: number;
  /** Screen diagonal, inches. */
  diagonalInch: number;
}

const KEY = "pantau.display";
const ARC_MINUTES = 16;
const CAPITAL_HEIGHT = 0.727; // of Inter, in em
const SMALLEST_TEXT_REM = 0.8125; // --text-xs
const SMALLEST_ROOT_PX = 16;
const LARGEST_ROOT_PX = 72;

/** Root font size in CSS pixels for a screen of that many CSS pixels across. */
export function rootSizePx(display: Display, widthPx: number, heightPx: number): number {
  const pitchMm = (display.diagonalInch * 25.4) / Math.hypot(widthPx, heightPx);
  const capitalMm = display.distanceM * 1000 * Math.tan((ARC_MINUTES / 60) * (Math.PI / 180));
  const smallestTextPx = capitalMm / pitchMm / CAPITAL_HEIGHT;
  return Math.min(LARGEST_ROOT_PX, Math.max(SMALLEST_ROOT_PX, smallestTextPx / SMALLEST_TEXT_REM));
}

export function readDisplay(storage: () => Storage): Display | null {
  const value = stored(storage, KEY) as Partial<Display> | null;
  if (typeof value !== "object" || value === null) return null;
  if (typeof value.distanceM !== "number" || typeof value.diagonalInch !== "number") return null;
  return { distanceM: value.distanceM, diagonalInch: value.diagonalInch };
}

/** A browser that keeps nothing uses the display until the page is left. */
export function storeDisplay(storage: () => Storage, display: Display | null): void {
  if (display === null) forget(storage, KEY);
  else store(storage, KEY, display);
}

export function applyDisplay(root: HTMLElement, display: Display | null): void {
  if (display === null) root.style.removeProperty("--root-size");
  else root.style.setProperty("--root-size", `${rootSizePx(display, screen.width, screen.height)}px`);
}
