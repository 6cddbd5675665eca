/** The wall's Leaflet map: panes, layers in their order, clicks, the cells looked at. Knows nothing of Svelte. */
import type * as Leaflet from "leaflet";
import { GroundLayer, tileLayer } from "../map/core/basemap";
import { Ruler } from "../map/core/ruler";
import { SymbolLayer } from "../map/core/symbolLayer";
import type { MapLayers } from "../map/entities/entity";
import { ENTITIES } from "../map/entities/registry";
import { VehicleLayer } from "../map/entities/vehicle/layer";
import { ZoneLayer } from "../map/entities/zone/layer";
import { ZoneNames } from "../map/entities/zone/names";
import type { Selection } from "../map/model/selection";
import { cellsOf, REGION_CELL, sameCells } from "../net/live/cells";
import type { PositionStore } from "../net/live/positions";
import type { Zone } from "../net/live/types";
import { rootScale } from "../ui/rootScale";
import type { MapPlace } from "./address";
import type { Region } from "./config";

const L = window.L as typeof Leaflet;

/** Bottom to top; Leaflet's own panes lie between 200 and 700. */
const PANES = ["ground", "tiles", "zones", "vehicles", "symbols", "ruler"] as const;
const MIN_ZOOM = 6;
const MAX_ZOOM = 19;

export interface WallMapOptions {
  element: HTMLElement;
  region: Region;
  start: MapPlace | null;
  positions: PositionStore;
  now(): number;
  vehicleLabel(vehicle: number): string;
  /** Vehicles that call for help: they are ringed. */
  calling(): ReadonlySet<number>;
  zoneText(zone: Zone): { brief: string; full: string };
  distanceText(metres: number): string;
  pick(selection: Selection | null, also: readonly Selection[]): void;
  look(cells: readonly number[]): void;
  moved(place: MapPlace): void;
  attribution: string;
  /** Whether to follow the whole region, as a wall must to know of every SOS, or only what is in view, as a phone may. */
  wholeRegion(): boolean;
}

export class WallMap implements MapLayers {
  readonly map: Leaflet.Map;
  readonly vehicles: VehicleLayer;
  readonly symbols: SymbolLayer;
  readonly ground: GroundLayer;
  readonly zones: ZoneLayer;
  readonly zoneNames: ZoneNames;
  readonly ruler: Ruler;
  readonly #options: WallMapOptions;
  readonly #resize: ResizeObserver;
  #cells: readonly number[] = [];
  #vehiclesShown = true;
  #tiles: Leaflet.TileLayer | null = null;

  constructor(options: WallMapOptions) {
    this.#options = options;
    this.map = L.map(options.element, {
      zoomControl: false,
      attributionControl: false,
      minZoom: MIN_ZOOM,
      maxZoom: MAX_ZOOM,
      zoomSnap: 0.25,
      zoomDelta: 0.5,
      wheelPxPerZoomLevel: 110,
      worldCopyJump: false,
    });
    if (options.attribution)
      L.control.attribution({ prefix: false, position: "bottomright" }).addTo(this.map);
    PANES.forEach((name, index) => {
      this.map.createPane(name).style.zIndex = String(200 + index * 10);
    });
    this.#setStart(options.start);
    const scale = rootScale;
    this.zones = new ZoneLayer(this.map, (id) => options.pick({ type: "zone", id }, []));
    // The symbols come first: at every move the ground's names then know what room is left to them.
    this.symbols = new SymbolLayer({ scale, roomChanged: () => this.#roomChanged() }).addTo(this.map);
    this.zoneNames = new ZoneNames(this.symbols, options.zoneText);
    this.ground = new GroundLayer(scale, (dx, dy) => this.symbols.room(dx, dy)).addTo(this.map);
    this.vehicles = new VehicleLayer({
      store: options.positions,
      now: options.now,
      label: options.vehicleLabel,
      hidden: (vehicle) => !this.#vehiclesShown && !options.calling().has(vehicle),
      calling: options.calling,
      reserve: (space) => this.symbols.reserve(space),
      scale,
      smooth: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
    }).addTo(this.map);
    this.ruler = new Ruler(this.map, options.distanceText);
    L.control.scale({ imperial: false, position: "bottomleft" }).addTo(this.map);
    this.#listen();
    this.#resize = new ResizeObserver(() => this.map.invalidateSize({ pan: false }));
    this.#resize.observe(options.element);
  }

  destroy(): void {
    this.#resize.disconnect();
    this.map.remove();
  }

  /** Shows the region; `covered`: pixels of the map's top that nobody sees. */
  home(covered = 0): void {
    const { region } = this.#options;
    if (region.bounds)
      this.map.fitBounds(region.bounds, {
        paddingTopLeft: [12, 12 + covered],
        paddingBottomRight: [12, 12],
      });
    else this.map.setView(region.center, region.zoom);
  }

  showVehicles(shown: boolean): void {
    this.#vehiclesShown = shown;
    this.vehicles.invalidate();
  }

  /** Other vehicles call for help now; they are shown even where vehicles are not. */
  showCalls(): void {
    if (this.#vehiclesShown) this.vehicles.drawRings();
    else this.vehicles.invalidate();
  }

  showTiles(url: string): void {
    this.#tiles?.remove();
    this.#tiles = url === "" ? null : tileLayer(this.map, url, this.#options.attribution);
  }

  select(selection: Selection | null): void {
    for (const { type, map } of ENTITIES) map?.select(this, selection?.type === type ? selection.id : null);
  }

  restyle(): void {
    this.ground.restyle();
    this.symbols.restyle();
    this.vehicles.restyle();
  }

  /** Names of places and of vehicles give way to symbols. */
  #roomChanged(): void {
    this.ground.placeNames();
    this.vehicles.placeNames();
  }

  #setStart(start: MapPlace | null): void {
    if (start) this.map.setView([start.lat, start.lon], start.zoom);
    else this.home();
  }

  #listen(): void {
    this.map.on("moveend", () => this.#moved());
    this.map.on("click", (event) => this.#click(event));
    this.map.on("mousemove", (event) => this.#hover(event.containerPoint));
    this.map.on("mouseout", () => this.vehicles.hover(null));
    this.#moved();
  }

  #moved(): void {
    const center = this.map.getCenter();
    this.#options.moved({
      zoom: this.map.getZoom(),
      lat: center.lat,
      lon: center.lng,
    });
    const cells = this.#options.wholeRegion() ? [REGION_CELL] : this.#cellsInView();
    if (sameCells(cells, this.#cells)) return;
    this.#cells = cells;
    this.#options.look(cells);
  }

  #cellsInView(): number[] {
    const bounds = this.map.getBounds();
    return cellsOf({
      west: bounds.getWest(),
      south: bounds.getSouth(),
      east: bounds.getEast(),
      north: bounds.getNorth(),
    });
  }

  #click(event: Leaflet.LeafletMouseEvent): void {
    if (this.ruler.active) {
      this.ruler.add(event.latlng);
      return;
    }
    const found = this.#at(event.containerPoint);
    this.#options.pick(found[0] ?? null, found);
  }

  #hover(point: Leaflet.Point): void {
    const vehicle = this.#vehiclesShown ? this.vehicles.hit(point.x, point.y) : null;
    this.vehicles.hover(vehicle);
    const over = vehicle !== null || this.symbols.hit(point.x, point.y).length > 0;
    this.map.getContainer().style.cursor = this.ruler.active ? "crosshair" : over ? "pointer" : "";
  }

  /** What lies at a point, the vehicle first because it moves away. */
  #at(point: Leaflet.Point): Selection[] {
    const vehicle = this.#vehiclesShown ? this.vehicles.hit(point.x, point.y) : null;
    const things: Selection[] = this.symbols.hit(point.x, point.y);
    return vehicle === null ? things : [{ type: "vehicle", id: vehicle }, ...things];
  }
}
