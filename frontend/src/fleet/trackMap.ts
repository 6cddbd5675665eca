/** The track on the map: lines, stops, silences, disbelieved fixes, the vehicle now, and a mark that follows the reader. */
import type * as Leaflet from "leaflet";
import { type OpenMap, openMap } from "../map/core/leafletMap";
import { symbolSvg } from "../map/core/symbolSvg";
import { iconElement, textNode } from "../map/core/textNode";
import {
  HEADINGS,
  headingDegrees,
  headingIndex,
  lookIndex,
  VEHICLE_LOOKS,
} from "../map/entities/vehicle/looks";
import { vehicleSymbol } from "../map/entities/vehicle/symbol";
import { age, type Clock } from "../ui/format";
import { translator } from "../ui/i18n";
import { type Fix, inOrder, type Reading, stops, type TrackData } from "./track";
import type { Say } from "./words";

/** As far from the line as a finger may tap. */
const REACH_PX = 28;

export class TrackMap {
  readonly #data: TrackData;
  readonly #say: Say;
  readonly #clock: Clock;
  readonly #L: typeof Leaflet;
  readonly map: Leaflet.Map;
  readonly #drawn: Leaflet.LayerGroup;
  readonly #vehicle: Leaflet.Marker;
  readonly #mark: Leaflet.CircleMarker;
  #fixes: Fix[] = [];

  static async open(
    element: HTMLElement,
    data: TrackData,
    settings: Parameters<typeof openMap>[1],
    say: Say,
    clock: Clock,
  ): Promise<TrackMap> {
    return new TrackMap(await openMap(element, settings, null), element, data, say, clock);
  }

  private constructor({ L, map }: OpenMap, element: HTMLElement, data: TrackData, say: Say, clock: Clock) {
    this.#L = L;
    this.map = map;
    this.#data = data;
    this.#say = say;
    this.#clock = clock;
    new ResizeObserver(() => map.invalidateSize()).observe(element);
    L.control.scale({ imperial: false }).addTo(map);
    this.#drawn = L.layerGroup().addTo(map);
    this.#mark = L.circleMarker([0, 0], { radius: 7, className: "track-mark", interactive: false });
    this.#mark.bindTooltip(textNode(""), { direction: "top", offset: [0, -8], className: "track-tip" });
    this.#vehicle = L.marker([0, 0], { keyboard: false, interactive: false, zIndexOffset: 1000 });
    this.#addFitButton();
    this.draw();
    this.fit();
  }

  get fixes(): readonly Fix[] {
    return this.#fixes;
  }

  /** Draws lines and stops anew. */
  draw(): void {
    this.#fixes = inOrder(this.#data.lines);
    this.#drawn.clearLayers();
    const { lines } = this.#data;
    for (const [index, line] of lines.entries()) {
      const path = line.map(([, lon, lat]) => [lat, lon] as [number, number]);
      this.#L.polyline(path, { className: "track-halo", interactive: false }).addTo(this.#drawn);
      this.#L.polyline(path, { className: "track-line", interactive: false }).addTo(this.#drawn);
      this.#drawGap(line, lines[index + 1]);
      this.#drawStops(line);
    }
    const first = this.#fixes[0];
    if (first) this.#dot(first, 5, "track-start", this.#say("start")).addTo(this.#drawn);
    this.#drawMarked();
  }

  /** Calls back with the index of the fix under the pointer or finger. */
  onPoint(then: (index: number) => void): void {
    const at = (event: Leaflet.LeafletMouseEvent) => {
      const index = this.#nearest(event.containerPoint);
      if (index !== null) then(index);
    };
    this.map.on("mousemove", at);
    this.map.on("click", at);
  }

  point(index: number, { time, speed }: Reading): void {
    const fix = this.#fixes[index];
    if (fix === undefined) return;
    const text = `${time.replace(/^.*\d{4} /, "")} · ${speed}`;
    this.#mark.setLatLng([fix[2], fix[1]]).setTooltipContent(textNode(text));
    if (!this.map.hasLayer(this.#mark)) this.#mark.addTo(this.map);
    this.#mark.openTooltip();
  }

  /** Shows the vehicle where it was at its latest fix, looking its age. */
  showVehicle(fix: Fix, nowS: number): void {
    const look = lookIndex(fix[5], nowS - fix[0]);
    const heading = fix[4] === null ? HEADINGS : headingIndex(fix[4] * 100, look);
    const symbol = vehicleSymbol(this.#data.kind, VEHICLE_LOOKS[look]!, headingDegrees(heading), true);
    const size = symbol.radius * 2;
    this.#vehicle.setIcon(
      this.#L.divIcon({ className: "track-vehicle", html: symbolSvg(symbol), iconSize: [size, size] }),
    );
    this.#vehicle.setLatLng([fix[2], fix[1]]);
    if (!this.map.hasLayer(this.#vehicle)) this.#vehicle.addTo(this.map);
  }

  fit(): void {
    const points = this.#fixes.map(([, lon, lat]) => [lat, lon] as [number, number]);
    if (points.length === 0) return;
    this.map.fitBounds(this.#L.latLngBounds(points), { padding: [40, 40], maxZoom: 16 });
  }

  #drawGap(line: readonly Fix[], next: readonly Fix[] | undefined): void {
    const [before, after] = [line.at(-1), next?.[0]];
    if (!before || !after || after[0] - before[0] <= this.#data.gapS) return;
    this.#L
      .polyline(
        [
          [before[2], before[1]],
          [after[2], after[1]],
        ],
        { className: "track-gap" },
      )
      .bindTooltip(textNode(this.#say("gap", { time: this.#length(after[0] - before[0]) })), { sticky: true })
      .addTo(this.#drawn);
  }

  #drawStops(line: readonly Fix[]): void {
    const icon = this.#L.divIcon({ className: "track-stop", iconSize: [11, 11] });
    for (const { from, to, lon, lat } of stops(line)) {
      const times = `${this.#short(from)}–${this.#short(to)}`;
      this.#L
        .marker([lat, lon], { icon, keyboard: false })
        .bindTooltip(textNode(`${times} · ${this.#say("stoppedFor", { time: this.#length(to - from) })}`))
        .addTo(this.#drawn);
    }
  }

  #drawMarked(): void {
    const icon = this.#L.divIcon({ className: "track-doubt", html: textNode("✕"), iconSize: [14, 14] });
    for (const [at, lon, lat, reasons] of this.#data.marked) {
      const why = this.#say("notBelieved", { why: reasons.join("; ") });
      this.#L
        .marker([lat, lon], { icon, keyboard: false })
        .bindTooltip(textNode(`${this.#clock.time(at)} · ${why}`))
        .addTo(this.#drawn);
    }
  }

  #dot(fix: Fix, radius: number, className: string, text: string): Leaflet.CircleMarker {
    return this.#L
      .circleMarker([fix[2], fix[1]], { radius, className })
      .bindTooltip(textNode(`${text} · ${this.#clock.dateTime(fix[0])}`));
  }

  /** Index of the fix that is nearest on the screen, or null when none is near. */
  #nearest(at: Leaflet.Point): number | null {
    let best: number | null = null;
    let least = REACH_PX ** 2;
    this.#fixes.forEach(([, lon, lat], index) => {
      const { x, y } = this.map.latLngToContainerPoint([lat, lon]);
      const distance = (x - at.x) ** 2 + (y - at.y) ** 2;
      if (distance <= least) [best, least] = [index, distance];
    });
    return best;
  }

  #addFitButton(): void {
    const { fit, goHome } = { fit: () => this.fit(), goHome: () => this.#goHome() };
    const control = new this.#L.Control({ position: "topleft" });
    control.onAdd = () => {
      const bar = this.#L.DomUtil.create("div", "leaflet-bar");
      for (const [icon, label, act] of [
        ["maximize", this.#say("whole"), fit],
        ["locate-fixed", this.#say("here"), goHome],
      ] as const) {
        const button = this.#L.DomUtil.create("a", "track-button", bar);
        button.href = "#";
        button.role = "button";
        button.title = label;
        button.setAttribute("aria-label", label);
        button.append(iconElement(icon));
        this.#L.DomEvent.on(button, "click", (event) => {
          this.#L.DomEvent.stop(event);
          act();
        });
      }
      return bar;
    };
    control.addTo(this.map);
  }

  #goHome(): void {
    if (this.map.hasLayer(this.#vehicle)) this.map.setView(this.#vehicle.getLatLng(), 16);
  }

  #length(seconds: number): string {
    return age(seconds, translator(this.#data.language));
  }

  #short(at: number): string {
    return this.#clock.time(at).slice(0, 5);
  }
}
