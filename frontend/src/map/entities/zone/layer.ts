/** Hazard and tourism zones: an outline, a wash of the zone's colour, and a hatch that says the level without colour. */
import type * as Leaflet from "leaflet";
import type { Zone } from "../../../net/live/types";
import { extentOf } from "./edgePlaces";

const L = window.L as typeof Leaflet;

const SVG = "http://www.w3.org/2000/svg";

/** Pixels between the hatch's lines: the higher the level, the closer. */
const HATCH_GAP: Record<number, number> = { 1: 18, 2: 11, 3: 7 };
const DOTS = "dots";

export function hatchOf(zone: Pick<Zone, "purpose" | "level">): number | typeof DOTS | null {
  if (zone.purpose === "tourism") return DOTS;
  return zone.level === null ? null : (HATCH_GAP[zone.level] ?? null);
}

interface Shape {
  id: number;
  zone: Zone;
  /** Square degrees. */
  extent: number;
  path: Leaflet.Polygon;
}

export class ZoneLayer {
  readonly #map: Leaflet.Map;
  readonly #onPick: (zone: number) => void;
  readonly #renderer: Leaflet.Renderer;
  readonly #patterns: SVGDefsElement;
  readonly #shapes = new Map<number, Shape>();
  /** The largest first, as they are drawn. */
  readonly #bySize: Shape[] = [];
  #selected: number | null = null;

  constructor(map: Leaflet.Map, onPick: (zone: number) => void) {
    this.#map = map;
    this.#onPick = onPick;
    this.#renderer = L.svg({ pane: "zones", padding: 0.5 });
    const holder = document.createElementNS(SVG, "svg");
    holder.setAttribute("class", "visually-hidden");
    holder.setAttribute("aria-hidden", "true");
    this.#patterns = holder.appendChild(document.createElementNS(SVG, "defs"));
    map.getContainer().append(holder);
  }

  /** Draws a zone, or draws it anew when it has changed: below all that are smaller. */
  put(zone: Zone): void {
    const known = this.#shapes.get(zone.id);
    if (known?.zone === zone) return;
    if (known) this.remove(zone.id);
    const shape = { id: zone.id, zone, extent: extentOf(zone), path: this.#make(zone) };
    this.#shapes.set(zone.id, shape);
    const at = this.#bySize.findIndex(({ extent }) => extent < shape.extent);
    const above = at < 0 ? undefined : this.#bySize[at];
    this.#bySize.splice(at < 0 ? this.#bySize.length : at, 0, shape);
    const element = shape.path.getElement();
    const next = above?.path.getElement();
    if (element && next) next.parentNode?.insertBefore(element, next);
  }

  remove(id: number): void {
    const shape = this.#shapes.get(id);
    if (shape === undefined) return;
    shape.path.remove();
    this.#shapes.delete(id);
    this.#bySize.splice(this.#bySize.indexOf(shape), 1);
  }

  select(id: number | null): void {
    for (const touched of [this.#selected, id]) {
      const shape = touched === null ? undefined : this.#shapes.get(touched);
      if (shape && touched !== null) shape.path.setStyle(this.#style(shape.zone, touched === id));
    }
    this.#selected = id;
  }

  bounds(id: number): Leaflet.LatLngBounds | null {
    return this.#shapes.get(id)?.path.getBounds() ?? null;
  }

  #make(zone: Zone): Leaflet.Polygon {
    const path = L.polygon(outlinesOf(zone.geometry), {
      ...this.#style(zone, zone.id === this.#selected),
      renderer: this.#renderer,
      pane: "zones",
    });
    path.on("click", (event) => {
      L.DomEvent.stopPropagation(event);
      this.#onPick(zone.id);
    });
    return path.addTo(this.#map);
  }

  #style(zone: Zone, selected: boolean): Leaflet.PathOptions {
    return {
      color: zone.color,
      weight: selected ? 3 : 1.5,
      opacity: selected ? 1 : 0.8,
      fillColor: `url(#${this.#pattern(zone)})`,
      fillOpacity: 1,
      ...(zone.purpose === "tourism" ? { dashArray: "6 4" } : {}),
    };
  }

  #pattern(zone: Zone): string {
    const hatch = hatchOf(zone);
    const id = `zone-${zone.color.replace(/\W/g, "")}-${Math.round(zone.fill_opacity * 100)}-${hatch ?? "plain"}`;
    if (this.#patterns.querySelector(`#${id}`) === null)
      this.#patterns.append(patternElement(id, zone, hatch));
    return id;
  }
}

function patternElement(id: string, zone: Zone, hatch: number | typeof DOTS | null): SVGPatternElement {
  const gap = typeof hatch === "number" ? hatch : 12;
  const pattern = element("pattern", {
    id,
    width: String(gap),
    height: String(gap),
    patternUnits: "userSpaceOnUse",
    ...(typeof hatch === "number" ? { patternTransform: "rotate(45)" } : {}),
  }) as SVGPatternElement;
  const wash = String(Math.min(0.35, zone.fill_opacity * 0.6));
  pattern.append(
    element("rect", {
      width: String(gap),
      height: String(gap),
      fill: zone.color,
      "fill-opacity": wash,
    }),
  );
  if (typeof hatch === "number") {
    pattern.append(
      element("line", {
        x1: "0",
        y1: "0",
        x2: "0",
        y2: String(gap),
        stroke: zone.color,
        "stroke-width": "1.2",
        "stroke-opacity": "0.55",
      }),
    );
  } else if (hatch === DOTS) {
    pattern.append(
      element("circle", {
        cx: "6",
        cy: "6",
        r: "1",
        fill: zone.color,
        "fill-opacity": "0.8",
      }),
    );
  }
  return pattern;
}

function element(name: string, attributes: Record<string, string>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** What Leaflet's polygon takes: outlines and holes of each part. */
function outlinesOf(geometry: Zone["geometry"]): Leaflet.LatLng[][][] {
  const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return L.GeoJSON.coordsToLatLngs(parts, 2) as Leaflet.LatLng[][][];
}
