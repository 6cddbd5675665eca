/** The measure tool: click points, read the length. */
import type * as Leaflet from "leaflet";
import { distanceM } from "../entities/complaint/nearby";
import { textNode } from "./textNode";

const L = window.L as typeof Leaflet;

export class Ruler {
  readonly #map: Leaflet.Map;
  readonly #text: (metres: number) => string;
  #points: Leaflet.LatLng[] = [];
  #group: Leaflet.LayerGroup | null = null;

  constructor(map: Leaflet.Map, text: (metres: number) => string) {
    this.#map = map;
    this.#text = text;
  }

  get active(): boolean {
    return this.#group !== null;
  }

  start(): void {
    this.stop();
    this.#group = L.layerGroup().addTo(this.#map);
    this.#map.doubleClickZoom.disable();
    this.#map.getContainer().style.cursor = "crosshair";
  }

  stop(): void {
    if (this.#group === null) return;
    this.#group.remove();
    this.#group = null;
    this.#points = [];
    this.#map.doubleClickZoom.enable();
    this.#map.getContainer().style.cursor = "";
  }

  add(point: Leaflet.LatLng): void {
    this.#points.push(point);
    this.#draw();
  }

  #draw(): void {
    const group = this.#group!;
    group.clearLayers();
    const style = {
      className: "ruler-line",
      pane: "ruler",
      interactive: false,
    };
    L.polyline(this.#points, style).addTo(group);
    let total = 0;
    this.#points.forEach((point, index) => {
      const before = this.#points[index - 1];
      if (before)
        total += distanceM({ lon: before.lng, lat: before.lat }, { lon: point.lng, lat: point.lat });
      const dot = L.circleMarker(point, { ...style, radius: 4 }).addTo(group);
      if (before)
        dot.bindTooltip(textNode(this.#text(total)), {
          permanent: true,
          direction: "right",
          className: "ruler-label",
        });
    });
  }
}
