/** Opens a Leaflet map over the quiet ground, loading Leaflet itself only when a map is wanted. */
import type * as Leaflet from "leaflet";
import { svgElement } from "./textNode";

export interface MapSettings {
  center: [lat: number, lon: number];
  zoom: number;
  tileUrl: string;
  tileAttribution: string;
}

export interface OpenMap {
  L: typeof Leaflet;
  map: Leaflet.Map;
  /** Draws the villages of the district with that code, for a closer look. */
  showVillages(district: string): Promise<void>;
}

/** Reads what the server wrote into the element with that id (`json_script`). */
export function readSettings<T>(id: string): T {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no #${id}`);
  return JSON.parse(element.textContent ?? "") as T;
}

export async function openMap(
  element: HTMLElement,
  settings: MapSettings,
  assets: HTMLTemplateElement | null,
): Promise<OpenMap> {
  if (assets !== null && window.L === undefined) await load(assets.content);
  const L = window.L as typeof Leaflet;
  const { GroundLayer, loadGround, tileLayer } = await import("./basemap");
  const map = L.map(element, {
    center: settings.center,
    zoom: settings.zoom,
    minZoom: 5,
    maxZoom: 19,
    zoomControl: true,
  });
  map.attributionControl.setPrefix(false);
  for (const [pane, order] of [
    ["ground", 150],
    ["tiles", 200],
  ] as const) {
    map.createPane(pane).style.zIndex = String(order);
  }
  const ground = new GroundLayer(() => 1);
  ground.addTo(map);
  loadGround(fetch.bind(window)).then(
    (loaded) => ground.show(loaded),
    (error: unknown) => console.warn("the map has no ground", error),
  );
  if (settings.tileUrl !== "") tileLayer(map, settings.tileUrl, settings.tileAttribution);
  new MutationObserver(() => ground.restyle()).observe(document.documentElement, {
    attributeFilter: ["data-theme"],
  });
  const showVillages = async (district: string): Promise<void> => {
    const response = await fetch(`/api/v1/areas?level=village&parent=${encodeURIComponent(district)}`);
    if (response.ok) ground.showVillages(await response.json());
  };
  return { L, map, showVillages };
}

/** A pin that takes its colour from the page. */
export function pinIcon(L: typeof Leaflet, className = "map-pin"): Leaflet.DivIcon {
  const d = "M12 31C7 23 2 17.6 2 11.5a10 10 0 0 1 20 0C22 17.6 17 23 12 31Z";
  const drop = svgElement("path", { fill: "currentColor", stroke: "#fff", "stroke-width": 1.5, d });
  const dot = svgElement("circle", { cx: 12, cy: 11.5, r: 3.8, fill: "#fff" });
  const size = { viewBox: "0 0 24 32", width: 30, height: 40, "aria-hidden": "true" };
  return L.divIcon({
    className,
    html: svgElement("svg", size, [drop, dot]),
    iconSize: [30, 40],
    iconAnchor: [15, 39],
  });
}

/** Puts the stylesheets and scripts of a template into the page, scripts one after the other. */
async function load(assets: DocumentFragment): Promise<void> {
  for (const node of Array.from(assets.children)) {
    if (!(node instanceof HTMLScriptElement)) {
      // Before the page's own styles, so that those have the last word.
      document.head.prepend(node.cloneNode(true));
      continue;
    }
    if (node.src === "") {
      // JSON that the scripts after it read.
      document.head.append(node.cloneNode(true));
      continue;
    }
    const script = document.createElement("script");
    await new Promise<void>((resolve, reject) => {
      script.onload = () => resolve();
      script.onerror = () => reject(new Error(`${node.src} could not be loaded`));
      script.src = node.src;
      document.head.append(script);
    });
  }
}
