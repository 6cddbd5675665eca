/** Drawing on the map: parts of one outline, holes, corners, circles. Knows nothing of forms and of the server. */
import "@geoman-io/leaflet-geoman-free";
import "@geoman-io/leaflet-geoman-free/dist/leaflet-geoman.css";
import type { Geometry, MultiPolygon, Position } from "geojson";
import type * as Leaflet from "leaflet";
import { circleRing } from "./geodesy";

const L = window.L as typeof Leaflet;

export type Tool = "polygon" | "circle" | "cut" | "edit" | "remove";

export interface EditorHooks {
  /** The planner changed the outline by hand. */
  drawn(geometry: MultiPolygon | null): void;
  /** A tool was finished or given up from the map itself. */
  toolEnded(): void;
  radiusM(): number;
}

interface Look {
  color: string;
  fillOpacity: number;
}

export class MapEditor {
  readonly #map: Leaflet.Map;
  readonly #hooks: EditorHooks;
  readonly #parts: Leaflet.FeatureGroup;
  readonly #dashed: Leaflet.GeoJSON;
  readonly #preview: Leaflet.Polygon;
  #tool: Tool | null = null;
  #look: Look = { color: "#6cc4f5", fillOpacity: 0.2 };
  #cutting = false;

  constructor(map: Leaflet.Map, hooks: EditorHooks) {
    this.#map = map;
    this.#hooks = hooks;
    const passive = { interactive: false, pmIgnore: true } as Leaflet.PolylineOptions;
    this.#dashed = L.geoJSON(undefined, {
      ...passive,
      style: {
        ...passive,
        color: "#ffffff",
        weight: 1.5,
        dashArray: "6 6",
        fill: false,
        className: "planner-before",
      },
    } as Leaflet.GeoJSONOptions).addTo(map);
    this.#preview = L.polygon([], { ...passive, color: "#ffffff", weight: 1.5, fillOpacity: 0.12 });
    this.#parts = L.featureGroup().addTo(map);
    map.pm.setGlobalOptions({
      tooltips: false,
      snapDistance: 12,
      allowSelfIntersection: false,
      continueDrawing: false,
    });
    this.#listen();
  }

  get tool(): Tool | null {
    return this.#tool;
  }

  /** Show an outline without calling it drawn. */
  show(geometry: MultiPolygon | null): void {
    for (const part of this.#polygons()) part.pm.disable();
    this.#parts.clearLayers();
    for (const rings of geometry?.coordinates ?? []) {
      const part = L.polygon(L.GeoJSON.coordsToLatLngs(rings, 1) as Leaflet.LatLng[][], this.#style());
      part.on("pm:edit", () => this.#hooks.drawn(this.geometry()));
      part.on("pm:vertexremoved", () => this.#hooks.drawn(this.geometry()));
      part.on("click", () => this.#clickedPart(part));
      this.#parts.addLayer(part);
    }
    if (this.#tool === "edit") this.#editCorners();
  }

  /** Dashed beneath: what is public, or an earlier version. */
  compare(geometry: Geometry | null): void {
    this.#dashed.clearLayers();
    if (geometry !== null) this.#dashed.addData(geometry);
  }

  look(look: Look): void {
    this.#look = look;
    for (const part of this.#polygons()) part.setStyle(this.#style());
  }

  fit(): void {
    const bounds = this.#parts.getBounds();
    if (bounds.isValid()) this.#map.fitBounds(bounds, { padding: [60, 60], maxZoom: 16 });
  }

  /** Take up a tool, or lay all down. */
  use(tool: Tool | null): void {
    this.#tool = null;
    this.#map.pm.disableDraw();
    for (const part of this.#polygons()) part.pm.disable();
    this.#preview.remove();
    this.#tool = tool;
    const line = { color: this.#look.color, weight: 2 };
    if (tool === "polygon")
      this.#map.pm.enableDraw("Polygon", {
        templineStyle: line,
        hintlineStyle: { ...line, dashArray: "4 4" },
      });
    if (tool === "cut")
      this.#map.pm.enableDraw("Cut", { templineStyle: line, hintlineStyle: { ...line, dashArray: "4 4" } });
    if (tool === "edit") this.#editCorners();
    this.#map.getContainer().classList.toggle("is-placing", tool === "circle");
  }

  geometry(): MultiPolygon | null {
    const coordinates = this.#polygons().flatMap((part) => polygonsOf(part.toGeoJSON(6).geometry));
    return coordinates.length === 0 ? null : { type: "MultiPolygon", coordinates };
  }

  #polygons(): Leaflet.Polygon[] {
    return this.#parts.getLayers() as Leaflet.Polygon[];
  }

  #style(): Leaflet.PathOptions {
    return {
      color: this.#look.color,
      weight: 2.5,
      fillColor: this.#look.color,
      fillOpacity: this.#look.fillOpacity,
    };
  }

  #editCorners(): void {
    for (const part of this.#polygons())
      part.pm.enable({ allowSelfIntersection: false, snappable: true, draggable: false });
  }

  #listen(): void {
    this.#map.on("pm:create", ({ layer }) => {
      const added = polygonsOf((layer as Leaflet.Polygon).toGeoJSON(6).geometry);
      layer.remove();
      this.#finish(added);
    });
    this.#map.on("pm:cut", ({ layer, originalLayer }) => this.#cut(layer, originalLayer));
    this.#map.on("pm:drawend", () => {
      // Giving up with the tool's own means; a cut or a new part ends the tool by itself.
      window.setTimeout(() => {
        if (this.#tool === "polygon" || this.#tool === "cut") this.#hooks.toolEnded();
      });
    });
    this.#map.on("mousemove", ({ latlng }) => {
      if (this.#tool === "circle") this.#preview.setLatLngs(this.#circleAt(latlng)).addTo(this.#map);
    });
    this.#map.on("click", ({ latlng }) => {
      if (this.#tool !== "circle") return;
      this.#finish([[circleRing(latlng.lng, latlng.lat, this.#hooks.radiusM())]]);
    });
  }

  #circleAt(at: Leaflet.LatLng): Leaflet.LatLngTuple[] {
    return circleRing(at.lng, at.lat, this.#hooks.radiusM()).map(([lon, lat]) => [lat!, lon!]);
  }

  #finish(added: Position[][][]): void {
    const coordinates = [...(this.geometry()?.coordinates ?? []), ...added];
    const geometry: MultiPolygon = { type: "MultiPolygon", coordinates };
    this.show(geometry);
    this.#hooks.drawn(geometry);
    this.#hooks.toolEnded();
  }

  /** Geoman tells of each part that was cut; all of them together are one step. */
  #cut(result: Leaflet.Layer, original: Leaflet.Layer): void {
    const cut = polygonsOf((result as Leaflet.Polygon).toGeoJSON(6) as unknown as Geometry);
    result.remove();
    this.#parts.removeLayer(original);
    for (const rings of cut)
      this.#parts.addLayer(
        L.polygon(L.GeoJSON.coordsToLatLngs(rings, 1) as Leaflet.LatLng[][], this.#style()),
      );
    if (this.#cutting) return;
    this.#cutting = true;
    window.setTimeout(() => {
      this.#cutting = false;
      const geometry = this.geometry();
      this.show(geometry);
      this.#hooks.drawn(geometry);
      this.#hooks.toolEnded();
    });
  }

  #clickedPart(part: Leaflet.Polygon): void {
    if (this.#tool !== "remove") return;
    this.#parts.removeLayer(part);
    this.#hooks.drawn(this.geometry());
    this.#hooks.toolEnded();
  }
}

/** The polygons of a geometry, a feature or a collection, as rings. */
function polygonsOf(item: Geometry | { type: "Feature" | "FeatureCollection" }): Position[][][] {
  switch (item.type) {
    case "Polygon":
      return [(item as { coordinates: Position[][] }).coordinates];
    case "MultiPolygon":
      return (item as { coordinates: Position[][][] }).coordinates;
    case "Feature":
      return polygonsOf((item as unknown as { geometry: Geometry }).geometry);
    case "FeatureCollection":
      return (item as unknown as { features: { type: "Feature" }[] }).features.flatMap(polygonsOf);
    default:
      return [];
  }
}
