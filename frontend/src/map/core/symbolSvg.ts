/** A symbol of the map as SVG: in lists and legends, and on pages with one marker and not ten thousand. */
import type { MapSymbol, Part } from "./symbols";
import { svgElement } from "./textNode";

/** Made once for each symbol: a copy costs a fraction. */
const made = new WeakMap<MapSymbol, DocumentFragment>();

export function symbolSvg(symbol: MapSymbol): HTMLElement {
  const { radius } = symbol;
  const viewBox = `${-radius} ${-radius} ${2 * radius} ${2 * radius}`;
  const svg = svgElement("svg", { viewBox, "aria-hidden": "true" });
  svg.append(symbolPaths(symbol));
  return svg;
}

/** The very parts that the canvas draws, around (0, 0). */
export function symbolPaths(symbol: MapSymbol): DocumentFragment {
  let paths = made.get(symbol);
  if (paths === undefined) {
    paths = document.createDocumentFragment();
    paths.append(...symbol.parts.map(path));
    made.set(symbol, paths);
  }
  return paths.cloneNode(true) as DocumentFragment;
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
