/** A symbol of the map as an SVG element, for pages with one marker and not ten thousand. */
import type { MapSymbol, Part } from "./symbols";
import { svgElement } from "./textNode";

export function symbolSvg({ radius, parts }: MapSymbol): HTMLElement {
  const viewBox = `${-radius} ${-radius} ${2 * radius} ${2 * radius}`;
  return svgElement("svg", { viewBox, "aria-hidden": "true" }, parts.map(path));
}

function path(part: Part): HTMLElement {
  return svgElement("path", {
    d: part.d,
    transform: transform(part),
    fill: token(part.fill),
    stroke: token(part.stroke),
    "stroke-width": part.width ?? 1,
    "stroke-dasharray": part.dash?.join(" ") ?? "",
    opacity: part.opacity ?? 1,
    "stroke-linejoin": "round",
    "stroke-linecap": "round",
  });
}

function token(name: string | undefined): string {
  return name ? `var(--${name})` : "none";
}

function transform(part: Part): string {
  const shift = part.shift ? ` translate(${part.shift} ${part.shift})` : "";
  return `scale(${part.scale ?? 1}) rotate(${part.rotate ?? 0})${shift}`;
}
