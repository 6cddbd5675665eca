/** The day's parts beside the map: a part that is chosen is shown there, so is the fix of a reason or an event. */
import type * as Leaflet from "leaflet";
import { between, type Fix } from "./track";

type Place = [lat: number, lon: number];

/** What is marked on the map for the reader of the list. */
export class PartMark {
  readonly #L = window.L as typeof Leaflet;
  readonly #map: Leaflet.Map;
  readonly #drawn: Leaflet.LayerGroup;

  constructor(map: Leaflet.Map) {
    this.#map = map;
    this.#drawn = this.#L.layerGroup().addTo(map);
  }

  clear(): void {
    this.#drawn.clearLayers();
  }

  way(fixes: readonly Fix[]): void {
    const path = fixes.map(([, lon, lat]) => [lat, lon] as Place);
    this.#L.polyline(path, { className: "part-halo", interactive: false }).addTo(this.#drawn);
    this.#L.polyline(path, { className: "part-line", interactive: false }).addTo(this.#drawn);
    this.#map.fitBounds(this.#L.latLngBounds(path), { padding: [40, 40], maxZoom: 16 });
  }

  /** The ends of what happened unseen, with nothing drawn between them. */
  ends(places: readonly Place[]): void {
    for (const place of places) this.#ring(place);
    this.#map.fitBounds(this.#L.latLngBounds([...places]), { padding: [60, 60], maxZoom: 16 });
  }

  place(place: Place): void {
    this.#ring(place);
    this.#map.setView(place, Math.max(this.#map.getZoom(), 15));
  }

  #ring(place: Place): void {
    this.#L
      .circleMarker(place, { radius: 13, className: "part-ring", interactive: false })
      .addTo(this.#drawn);
  }
}

/** `point` moves the page's reading to a moment. */
export function startTimeline(
  list: ParentNode,
  mark: PartMark,
  fixes: () => readonly Fix[],
  point: (at: number) => void,
  toMap: () => void,
): void {
  const choose = (chosen: HTMLElement | null) => {
    for (const part of list.querySelectorAll<HTMLElement>("[data-part]")) {
      part.classList.toggle("is-chosen", part === chosen);
      part.querySelector("[data-part-show]")?.setAttribute("aria-pressed", String(part === chosen));
    }
    mark.clear();
  };
  const show = (part: HTMLElement) => {
    const again = part.classList.contains("is-chosen");
    choose(again ? null : part);
    if (again) return;
    const [from, to] = [Number(part.dataset.from), Number(part.dataset.to)];
    const own = between(fixes(), from, to);
    if (part.dataset.kind === "drive" && own.length > 1) mark.way(own);
    else if (part.dataset.kind === "gap" && own.length > 1) mark.ends([at(own[0]!), at(own.at(-1)!)]);
    else mark.place(placeOf(part.dataset.place));
    point(from);
    toMap();
  };
  list.addEventListener("click", (event) => {
    const target = event.target as HTMLElement;
    const part = target.closest("[data-part-show]")?.closest<HTMLElement>("[data-part]");
    if (part) return show(part);
    const spot = target.closest<HTMLElement>("[data-reason], [data-happening]");
    if (spot === null) return;
    mark.clear();
    mark.place(placeOf(spot.dataset.reason ?? spot.dataset.happening));
    toMap();
  });
}

function at(fix: Fix): Place {
  return [fix[2], fix[1]];
}

function placeOf(text = ""): Place {
  const [lat, lon] = text.split(",").map(Number);
  return [lat ?? 0, lon ?? 0];
}
