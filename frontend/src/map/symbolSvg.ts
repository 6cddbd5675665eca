/** A symbol of the map as SVG text, for pages with one marker and not ten thousand. */
import type { MapSymbol, Part } from "./symbols";

export function symbolSvg(symbol: MapSymbol): string {
  const { radius, parts } = symbol;
  const shapes = parts.map(
    (part) =>
      `<path d="${part.d}" transform="${transform(part)}" fill="${token(part.fill)}" stroke="${token(part.stroke)}" ` +
      `stroke-width="${part.width ?? 1}" stroke-dasharray="${part.dash?.join(" ") ?? ""}" opacity="${part.opacity ?? 1}" ` +
      'stroke-linejoin="round" stroke-linecap="round"/>',
  );
  return `<svg viewBox="${-radius} ${-radius} ${2 * radius} ${2 * radius}" aria-hidden="true">${shapes.join("")}</svg>`;
}

function token(name: string | undefined): string {
  return name ? `var(--${name})` : "none";
}

function transform(part: Part): string {
  const shift = part.shift ? ` translate(${part.shift} ${part.shift})` : "";
  return `scale(${part.scale ?? 1}) rotate(${part.rotate ?? 0})${shift}`;
}
