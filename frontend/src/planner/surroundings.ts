/** What lies under and around the zone that is drawn: the ground, and the other zones, quiet and clickable. */
import type { Feature, FeatureCollection, MultiPolygon } from "geojson";
import type * as Leaflet from "leaflet";
import { GroundLayer, loadGround, tileLayer } from "../map/core/basemap";
import { textNode } from "../map/core/textNode";
import { call } from "../net/api";
import type { PlannerConfig } from "./config";

const L = window.L as typeof Leaflet;

interface Neighbour {
  name: string;
  color: string;
}

type Neighbours = FeatureCollection<MultiPolygon, Neighbour>;

export class Surroundings {
  readonly #map: Leaflet.Map;
  readonly #zones: Leaflet.GeoJSON;
  #hidden: number | null = null;
  #known: Neighbours = { type: "FeatureCollection", features: [] };
  #asked = 0;

  constructor(map: Leaflet.Map, config: PlannerConfig, pick: (zone: number) => void) {
    this.#map = map;
    for (const [name, order] of [
      ["ground", 150],
      ["tiles", 200],
      ["neighbours", 350],
    ] as const)
      map.createPane(name).style.zIndex = String(order);
    map.attributionControl.setPrefix(false);
    const ground = new GroundLayer(() => 1);
    ground.addTo(map);
    loadGround(fetch.bind(window)).then(
      (loaded) => ground.show(loaded),
      (error: unknown) => console.warn("the map has no ground", error),
    );
    if (config.tileUrl !== "") tileLayer(map, config.tileUrl, config.tileAttribution);
    document.addEventListener("pantau:theme", () => ground.restyle());
    this.#zones = L.geoJSON(undefined, {
      pmIgnore: true,
      pane: "neighbours",
      style: (feature) => neighbourStyle(feature as Feature<MultiPolygon, Neighbour>),
      onEachFeature: (feature: Feature, layer: Leaflet.Layer) => {
        layer.bindTooltip(() => textNode((feature.properties as Neighbour).name), { sticky: true });
        layer.on("click", () => pick(feature.id as number));
      },
    } as Leaflet.GeoJSONOptions).addTo(map);
    map.on("moveend", () => void this.refresh());
  }

  /** The zone that is edited is not drawn a second time. */
  hide(zone: number | null): void {
    this.#hidden = zone;
    this.#draw();
  }

  /** While something is drawn, clicks belong to the drawing. */
  passive(passive: boolean): void {
    const pane = this.#map.getPane("neighbours");
    pane?.classList.toggle("is-passive", passive);
  }

  async refresh(): Promise<void> {
    const asked = ++this.#asked;
    const box = this.#map.getBounds().toBBoxString();
    try {
      const answer = await call<Neighbours>("GET", `/api/v1/zones.geojson?bbox=${clipped(box)}&limit=500`);
      if (asked !== this.#asked) return;
      this.#known = answer;
      this.#draw();
    } catch (error) {
      console.warn("the neighbouring zones could not be read", error);
    }
  }

  #draw(): void {
    this.#zones.clearLayers();
    const others = this.#known.features.filter((feature) => feature.id !== this.#hidden);
    this.#zones.addData({ type: "FeatureCollection", features: others } as FeatureCollection);
  }
}

function neighbourStyle(feature: Feature<MultiPolygon, Neighbour> | undefined): Leaflet.PathOptions {
  return { color: feature?.properties.color ?? "#888888", weight: 1.25, opacity: 0.7, fillOpacity: 0.06 };
}

function clipped(box: string): string {
  const [west, south, east, north] = box.split(",").map(Number) as [number, number, number, number];
  return [Math.max(west, -180), Math.max(south, -90), Math.min(east, 180), Math.min(north, 90)].join(",");
}
