/** The map of a replay: the ways that are known, the vehicles at the clock's moment, and what has happened by then. */
import type * as Leaflet from "leaflet";
import { type OpenMap, openMap } from "../map/core/leafletMap";
import { symbolSvg } from "../map/core/symbolSvg";
import { textNode } from "../map/core/textNode";
import { COMPLAINT_SYMBOLS } from "../map/entities/complaint/symbol";
import { vehicleSymbol } from "../map/entities/vehicle/symbol";
import type { Happening, VehicleTrack } from "./replayData";
import type { State } from "./replayState";
import type { Place, ReplayTrack } from "./replayTrack";

/** A heading is drawn in steps, so that the symbol is made anew only when it turns. */
const TURN_DEG = 10;

const CLASSES: Record<Happening["tone"], string> = {
  alarm: "is-alarm",
  warning: "is-warning",
  note: "is-note",
  complaint: "is-complaint",
};

export class ReplayMap {
  readonly #L: typeof Leaflet;
  readonly #map: Leaflet.Map;
  readonly #cars: Car[];
  readonly #tracks: readonly ReplayTrack[];
  readonly #marks: { time: number; layer: Leaflet.Marker; shown: boolean }[] = [];

  static async open(
    element: HTMLElement,
    settings: Parameters<typeof openMap>[1],
    vehicles: readonly VehicleTrack[],
    tracks: readonly ReplayTrack[],
  ): Promise<ReplayMap> {
    return new ReplayMap(await openMap(element, settings, null), element, vehicles, tracks);
  }

  private constructor(
    { L, map }: OpenMap,
    element: HTMLElement,
    vehicles: readonly VehicleTrack[],
    tracks: readonly ReplayTrack[],
  ) {
    this.#L = L;
    this.#map = map;
    this.#tracks = tracks;
    new ResizeObserver(() => map.invalidateSize()).observe(element);
    L.control.scale({ imperial: false }).addTo(map);
    for (const line of tracks.flatMap((track) => track.lines)) {
      const path = line.map(([, lon, lat]) => [lat, lon] as [number, number]);
      L.polyline(path, { className: "replay-way", interactive: false }).addTo(map);
    }
    this.#cars = vehicles.map((vehicle) => new Car(L, map, vehicle));
    this.fit();
  }

  fit(): void {
    const points = this.#tracks.flatMap((track) =>
      track.lines.flat().map(([, lon, lat]) => [lat, lon] as [number, number]),
    );
    if (points.length > 0)
      this.#map.fitBounds(this.#L.latLngBounds(points), { padding: [40, 40], maxZoom: 16 });
  }

  /** Marks what happened; each mark is on the map from its moment on. */
  mark(happenings: readonly Happening[], choose: (happening: Happening) => void): void {
    for (const happening of happenings) {
      if (happening.lon === null || happening.lat === null) continue;
      const look = happening.tone === "alarm" ? "emergency" : "new";
      const isComplaint = happening.row < 0;
      const size = isComplaint ? COMPLAINT_SYMBOLS[look].radius * 2 : 14;
      const icon = this.#L.divIcon({
        className: isComplaint ? "replay-complaint" : `replay-event ${CLASSES[happening.tone]}`,
        html: isComplaint ? symbolSvg(COMPLAINT_SYMBOLS[look]) : false,
        iconSize: [size, size],
      });
      const layer = this.#L.marker([happening.lat, happening.lon], { icon, keyboard: false });
      layer.bindTooltip(textNode(`${happening.who} · ${happening.text}`));
      layer.on("click", () => choose(happening));
      this.#marks.push({ time: happening.time, layer, shown: false });
    }
  }

  /** Everything as it was at that moment. */
  show(at: number, places: readonly (Place | null)[], states: readonly State[]): void {
    for (const [index, place] of places.entries()) this.#cars[index]!.show(place, states[index]!.kind);
    for (const mark of this.#marks) {
      const due = mark.time <= at;
      if (due === mark.shown) continue;
      mark.shown = due;
      if (due) mark.layer.addTo(this.#map);
      else mark.layer.remove();
    }
  }

  look(lat: number, lon: number): void {
    this.#map.setView([lat, lon], Math.max(this.#map.getZoom(), 14));
  }
}

/** One vehicle with its name; through a silence it stays, faded, where it was last. */
class Car {
  readonly #L: typeof Leaflet;
  readonly #map: Leaflet.Map;
  readonly #vehicle: VehicleTrack;
  readonly #marker: Leaflet.Marker;
  #drawn = "";

  constructor(L: typeof Leaflet, map: Leaflet.Map, vehicle: VehicleTrack) {
    this.#L = L;
    this.#map = map;
    this.#vehicle = vehicle;
    this.#marker = L.marker([0, 0], { keyboard: false, interactive: false, zIndexOffset: 1000 });
    this.#marker.bindTooltip(textNode(vehicle.name), {
      permanent: true,
      direction: "auto",
      offset: [12, 0],
      className: "replay-name",
    });
  }

  show(place: Place | null, kind: State["kind"]): void {
    // Where it was heard first is where it stood before; on its way to there it was elsewhere.
    if (place === null || (place.certainty === "before" && kind !== "stop")) {
      this.#marker.remove();
      return;
    }
    this.#marker.setLatLng([place.lat, place.lon]);
    if (!this.#map.hasLayer(this.#marker)) this.#marker.addTo(this.#map);
    const look = kind === "drive" ? "moving" : kind === "stop" ? "still" : "older";
    const heading =
      look === "moving" && place.course !== null ? Math.round(place.course / TURN_DEG) * TURN_DEG : null;
    const drawn = `${look} ${heading}`;
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const symbol = vehicleSymbol(this.#vehicle.kind, look, heading, true);
    const size = symbol.radius * 2;
    this.#marker.setIcon(
      this.#L.divIcon({
        className: `track-vehicle replay-vehicle is-${kind}`,
        html: symbolSvg(symbol),
        iconSize: [size, size],
      }),
    );
  }
}
