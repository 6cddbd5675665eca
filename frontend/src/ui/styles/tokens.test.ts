import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");
const TEXT = ["text", "text-muted", "alarm", "warning", "attention", "info", "good", "special", "stale"];
const GROUNDS = ["ground", "surface", "surface-raised"];

function tokens(selector: string): Map<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`)).split("}")[0]!;
  return new Map([...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1]!, m[2]!]));
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high! + 0.05) / (low! + 0.05);
}

describe.each([
  ["dark", ":root"],
  ["day", ':root[data-theme="day"]'],
])("the %s theme", (_name, selector) => {
  const theme = tokens(selector);

  it.each(TEXT.flatMap((text) => GROUNDS.map((ground) => [text, ground] as const)))(
    "writes %s on %s at 7:1 or more",
    (text, ground) => {
      expect(contrast(theme.get(text)!, theme.get(ground)!)).toBeGreaterThanOrEqual(7);
    },
  );

  it("keeps buttons readable", () => {
    expect(contrast(theme.get("accent")!, theme.get("on-accent")!)).toBeGreaterThanOrEqual(7);
    expect(contrast(theme.get("alarm-solid")!, theme.get("on-alarm")!)).toBeGreaterThanOrEqual(4.5);
  });

  it("keeps labels readable on the map", () => {
    expect(contrast(theme.get("map-label")!, theme.get("map-land")!)).toBeGreaterThanOrEqual(4.5);
  });
});
