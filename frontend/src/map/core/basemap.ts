/**
 * The ground under everything: quiet outlines drawn from the server's own areas and ground features, so that the map works
 * without internet; raster tiles on top of it when a source is set, and gone again when it fails.
 */
import type { Feature, FeatureCollection, Geometry } from "geojson";
import type * as Leaflet from "leaflet";
import { mercatorX, mercatorY } from "../../net/live/cells";
import { CanvasLayer, type View } from "./canvasLayer";
import { type GroundName, GroundNames, type RoomAt } from "./groundNames";
import { Palette } from "./palette";
import { attributionHtml } from "./textNode";

const L = window.L as typeof Leaflet;

export interface AreaProperties {
  code: string;
  name: string;
  level: "province" | "regency" | "district" | "village";
  lon: number;
  lat: number;
}

export interface GroundProperties {
  code: string;
  kind: "road" | "water" | "peak";
  name: string;
  class: string;
}

export interface Ground {
  regencies: FeatureCollection<Geometry, AreaProperties>;
  districts: FeatureCollection<Geometry, AreaProperties>;
  ground: FeatureCollection<Geometry, GroundProperties>;
}

/** Fails as a whole when the server cannot be reached; the caller tries again. */
export async function loadGround(fetcher: typeof fetch): Promise<Ground> {
  const [regencies, districts, ground] = await Promise.all([
    collection<AreaProperties>(fetcher, "/api/v1/areas?level=regency"),
    collection<AreaProperties>(fetcher, "/api/v1/areas?level=district"),
    collection<GroundProperties>(fetcher, "/api/v1/ground"),
  ]);
  return { regencies, districts, ground };
}

async function collection<P>(fetcher: typeof fetch, url: string): Promise<FeatureCollection<Geometry, P>> {
  const response = await fetcher(url, {
    headers: { accept: "application/geo+json" },
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return (await response.json()) as FeatureCollection<Geometry, P>;
}

const PADDING = 0.3;
const VILLAGES_FROM_ZOOM = 12;
const MAJOR = /^(trunk|primary|national|nasional|major)/;

/** Polygons and lines as web-mercator paths, made once: drawing is then one transform and a few fills. */
interface Shape {
  path: Path2D;
  west: number;
  north: number;
  east: number;
  south: number;
}

export class GroundLayer extends CanvasLayer {
  readonly #scale: () => number;
  readonly #names: GroundNames;
  #palette = new Palette(document.documentElement);
  #regencies: Shape[] = [];
  #districts: Shape[] = [];
  #villages: Shape[] = [];
  #water: { shape: Shape; line: boolean }[] = [];
  #roads: { shape: Shape; major: boolean }[] = [];
  #texts: GroundName[] = [];
  #villageTexts: GroundName[] = [];

  constructor(scale: () => number, room: RoomAt = () => () => true) {
    super("ground", PADDING);
    this.#scale = scale;
    this.#names = new GroundNames(PADDING, scale, room);
  }

  override onAdd(map: Leaflet.Map): this {
    super.onAdd(map);
    this.#names.addTo(map);
    return this;
  }

  override onRemove(map: Leaflet.Map): this {
    this.#names.remove();
    return super.onRemove(map);
  }

  /** Other layers take other room now: the names are placed anew, and nothing else is drawn. */
  placeNames(): void {
    this.#names.invalidate();
  }

  show(ground: Ground): void {
    this.#regencies = ground.regencies.features.map(shapeOf);
    this.#districts = ground.districts.features.map(shapeOf);
    const features = ground.ground.features;
    this.#water = features
      .filter(({ properties }) => properties.kind === "water")
      .map((feature) => ({
        shape: shapeOf(feature),
        line: /Line/.test(feature.geometry.type),
      }));
    this.#roads = features
      .filter(({ properties }) => properties.kind === "road")
      .map((feature) => ({
        shape: shapeOf(feature),
        major: MAJOR.test(feature.properties.class),
      }));
    this.#texts = [...groundTexts(features), ...areaTexts(ground.districts.features, 9)];
    this.#names.show([...this.#texts, ...this.#villageTexts]);
    this.invalidate();
  }

  showVillages(villages: FeatureCollection<Geometry, AreaProperties>): void {
    this.#villages = villages.features.map(shapeOf);
    this.#villageTexts = areaTexts(villages.features, 13);
    this.#names.show([...this.#texts, ...this.#villageTexts]);
    this.invalidate();
  }

  restyle(): void {
    this.#palette = new Palette(document.documentElement);
    this.#names.restyle();
    this.invalidate();
  }

  protected override draw(context: CanvasRenderingContext2D, view: View): void {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    const stroke = (shape: Shape, token: string, width: number) =>
      this.#stroke(context, view, shape, token, width);
    for (const shape of this.#regencies) this.#fill(context, view, shape, "map-land");
    for (const { shape, line } of this.#water) {
      if (!line) this.#fill(context, view, shape, "map-water");
      stroke(shape, line ? "map-water-line" : "map-water-line", line ? 1.25 : 1);
    }
    if (view.zoom >= VILLAGES_FROM_ZOOM) for (const shape of this.#villages) stroke(shape, "map-border", 0.5);
    for (const shape of this.#districts) stroke(shape, "map-border", 0.9);
    for (const shape of this.#regencies) stroke(shape, "map-border-strong", 1.75);
    const widen = Math.max(1, (view.zoom - 9) * 0.45);
    for (const { shape, major } of this.#roads)
      if (!major && view.zoom >= 10) stroke(shape, "map-road", widen);
    for (const { shape, major } of this.#roads) if (major) stroke(shape, "map-road-major", widen * 1.5);
  }

  #transform(context: CanvasRenderingContext2D, view: View): void {
    const scale = (view.worldPx / UNITS) * view.ratio;
    context.setTransform(scale, 0, 0, scale, -view.left * view.ratio, -view.top * view.ratio);
  }

  #visible(view: View, shape: Shape): boolean {
    const perUnit = view.worldPx / UNITS;
    return (
      shape.east * perUnit > view.left &&
      shape.west * perUnit < view.left + view.width &&
      shape.south * perUnit > view.top &&
      shape.north * perUnit < view.top + view.height
    );
  }

  #fill(context: CanvasRenderingContext2D, view: View, shape: Shape, token: string): void {
    if (!this.#visible(view, shape)) return;
    this.#transform(context, view);
    context.fillStyle = this.#palette.colour(token);
    context.fill(shape.path, "evenodd");
  }

  #stroke(context: CanvasRenderingContext2D, view: View, shape: Shape, token: string, width: number): void {
    if (!this.#visible(view, shape)) return;
    this.#transform(context, view);
    context.strokeStyle = this.#palette.colour(token);
    context.lineWidth = (width * this.#scale() * UNITS) / view.worldPx;
    context.lineJoin = "round";
    context.stroke(shape.path);
  }
}

function areaTexts(features: readonly Feature<Geometry, AreaProperties>[], fromZoom: number): GroundName[] {
  return features.map(({ properties: { name, lon, lat, level } }) => ({
    text: name,
    x: mercatorX(lon),
    y: mercatorY(lat),
    size: level === "village" ? 11 : 12.5,
    weight: level === "village" ? 400 : 500,
    fromZoom,
    italic: false,
    spaced: level !== "village",
  }));
}

function groundTexts(features: readonly Feature<Geometry, GroundProperties>[]): GroundName[] {
  return features
    .filter(
      ({ properties, geometry }) => properties.name !== "" && properties.kind !== "road" && geometry !== null,
    )
    .filter(({ geometry }) => !/Line/.test(geometry.type))
    .map((feature) => {
      const peak = feature.properties.kind === "peak";
      const shape = shapeOf(feature);
      return {
        text: peak ? `▲ ${feature.properties.name}` : feature.properties.name,
        x: (shape.west + shape.east) / 2 / UNITS,
        y: (shape.north + shape.south) / 2 / UNITS,
        size: 12,
        weight: 500,
        fromZoom: peak ? 9 : 10,
        italic: !peak,
        spaced: false,
      };
    });
}

/** Path2D keeps single precision: units of a pixel at zoom 16 keep outlines right up close. */
const UNITS = 256 * 2 ** 16;

function shapeOf(feature: Feature<Geometry>): Shape {
  const shape: Shape = {
    path: new Path2D(),
    west: Infinity,
    north: Infinity,
    east: -Infinity,
    south: -Infinity,
  };
  if (feature.geometry !== null) addGeometry(shape, feature.geometry);
  return shape;
}

function addGeometry(shape: Shape, geometry: Geometry): void {
  switch (geometry.type) {
    case "Polygon":
      for (const ring of geometry.coordinates) addLine(shape, ring, true);
      break;
    case "MultiPolygon":
      for (const ring of geometry.coordinates.flat()) addLine(shape, ring, true);
      break;
    case "LineString":
      addLine(shape, geometry.coordinates, false);
      break;
    case "MultiLineString":
      for (const line of geometry.coordinates) addLine(shape, line, false);
      break;
    case "Point":
      addLine(shape, [geometry.coordinates], false);
      break;
    case "MultiPoint":
      break;
    case "GeometryCollection":
      for (const part of geometry.geometries) addGeometry(shape, part);
  }
}

function addLine(shape: Shape, line: readonly number[][], closed: boolean): void {
  line.forEach((position, index) => {
    const x = mercatorX(position[0]!) * UNITS;
    const y = mercatorY(position[1]!) * UNITS;
    if (index === 0) shape.path.moveTo(x, y);
    else shape.path.lineTo(x, y);
    shape.west = Math.min(shape.west, x);
    shape.east = Math.max(shape.east, x);
    shape.north = Math.min(shape.north, y);
    shape.south = Math.max(shape.south, y);
  });
  if (closed) shape.path.closePath();
}

/** Raster tiles, taken off again when most of them fail, and tried anew every few minutes. */
export function tileLayer(map: Leaflet.Map, url: string, attribution: string): Leaflet.TileLayer {
  const RETRY_MS = 120_000;
  const layer = L.tileLayer(url, {
    attribution: attributionHtml(attribution),
    maxZoom: 19,
    className: "basemap-tiles",
    pane: "tiles",
  });
  let [loaded, failed] = [0, 0];
  layer.on("tileload", () => loaded++);
  layer.on("tileerror", () => {
    failed++;
    if (failed < 4 || failed < loaded) return;
    [loaded, failed] = [0, 0];
    map.removeLayer(layer);
    window.setTimeout(() => map.addLayer(layer), RETRY_MS);
  });
  return layer.addTo(map);
}
