/** The place of a complaint: picked on the map or taken from the phone, and said back in words. */
import type * as Leaflet from "leaflet";
import { type MapSettings, type OpenMap, openMap, pinIcon, readSettings } from "../../map/core/leafletMap";
import { startPlaceSearch } from "./placeSearch";
import { say } from "./words";

/** What the server says of a point. */
interface Found {
  name: string;
  areas: { code: string; name: string; level: string }[];
}

const CLOSE_ZOOM = 14;
/** Below it a finger covers a village: a tap only brings the map closer. */
const TAP_ZOOM = 14;
/** A position this coarse is shown with its size; a coarser one than `USELESS_M` is no place at all. */
const COARSE_M = 100;
const USELESS_M = 1000;
const POSITION_WAIT_MS = 15_000;

export class PlacePicker {
  readonly #root: HTMLElement;
  readonly #lon: HTMLInputElement;
  readonly #lat: HTMLInputElement;
  readonly #found: HTMLElement;
  readonly #settings: MapSettings;
  #opening: Promise<OpenMap> | null = null;
  #marker: Leaflet.Marker | null = null;
  #asked = 0;
  #accuracy = 0;
  #district = "";

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#lon = input(root, "lon");
    this.#lat = input(root, "lat");
    this.#found = root.querySelector<HTMLElement>("[data-place-found]")!;
    this.#settings = readSettings<MapSettings>(root.dataset.settings!);
    root.querySelector("[data-open-map]")?.addEventListener("click", () => void this.open());
    root.querySelector("[data-remove-place]")?.addEventListener("click", () => void this.remove());
    root.querySelector("[data-mark-centre]")?.addEventListener("click", () => void this.#markCentre());
    const search = root.querySelector<HTMLElement>("[data-place-search]");
    if (search !== null) startPlaceSearch(search, ({ name, lon, lat }) => void this.#lookAt(name, lon, lat));
    root.querySelector("[data-use-position]")?.addEventListener("click", () => this.#locate());
    if (root.dataset.openNow !== undefined) void this.open();
    if (this.#lon.value !== "" && this.#lat.value !== "")
      this.show(Number(this.#lon.value), Number(this.#lat.value));
  }

  /** Take a place that is known already, for example from a draft. */
  show(lon: number, lat: number): void {
    this.#take(lon, lat, "chosen");
    void this.open();
  }

  /** Take the place away again. */
  async remove(): Promise<void> {
    this.#lon.value = "";
    this.#lat.value = "";
    this.#lon.dispatchEvent(new Event("input", { bubbles: true }));
    this.#asked += 1;
    this.#marker?.remove();
    this.#marker = null;
    // The button disappears under the focus: it goes to its neighbour, not to the top of the page.
    this.#root.querySelector<HTMLElement>("[data-mark-centre]")?.focus({ preventScroll: true });
    this.#showRemove();
    this.#tell(say("removed"));
  }

  /** Show a place that was searched for; the mark is set by the person, who knows where in it. */
  async #lookAt(name: string, lon: number, lat: number): Promise<void> {
    await this.open();
    const opened = await this.#opening;
    opened?.map.setView([lat, lon], CLOSE_ZOOM + 1, { animate: false });
    this.#tell(say("searched", { place: name }));
  }

  async #markCentre(): Promise<void> {
    await this.open();
    const opened = await this.#opening;
    if (opened === null) return;
    const { lng, lat } = opened.map.getCenter().wrap();
    this.#take(lng, lat, "chosen");
    this.#mark(opened, true);
  }

  async open(): Promise<void> {
    const element = this.#root.querySelector<HTMLElement>("[data-map]")!;
    this.#showMap(element, true);
    try {
      this.#opening ??= this.#create(element);
      const { map } = await this.#opening;
      map.invalidateSize();
      if (this.#found.textContent === "") this.#tell(say("mapHint"));
    } catch (error) {
      console.error(error);
      this.#opening = null;
      this.#showMap(element, false);
      this.#tell(say("noMap"), true);
    }
  }

  /** What works on the map is there with the map; what opens it, without. */
  #showMap(element: HTMLElement, shown: boolean): void {
    element.hidden = !shown;
    this.#root.querySelector<HTMLElement>("[data-place-tools]")!.hidden = !shown;
    this.#root.querySelector<HTMLElement>("[data-open-map]")!.hidden = shown;
  }

  async #create(element: HTMLElement): Promise<OpenMap> {
    const assets = this.#root.querySelector<HTMLTemplateElement>("[data-map-assets]");
    const opened = await openMap(element, this.#settings, assets);
    opened.map.on("click", (event: Leaflet.LeafletMouseEvent) => {
      if (opened.map.getZoom() < TAP_ZOOM) {
        opened.map.setView(event.latlng, TAP_ZOOM + 1);
        this.#tell(say("closer"));
        return;
      }
      const { lng, lat } = event.latlng.wrap();
      this.#take(lng, lat, "chosen");
      this.#mark(opened, false);
    });
    // Arrow keys move the map; Enter sets the mark in its middle.
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== element) return;
      event.preventDefault();
      void this.#markCentre();
    });
    this.#mark(opened, true);
    return opened;
  }

  #locate(): void {
    this.#tell(say("locating"));
    navigator.geolocation.getCurrentPosition(
      async ({ coords }) => {
        if (coords.accuracy > USELESS_M) {
          await this.open();
          const opened = await this.#opening;
          opened?.map.setView([coords.latitude, coords.longitude], CLOSE_ZOOM - 1, { animate: false });
          this.#tell(say("tooCoarse", { metres: metres(coords.accuracy) }), true);
          return;
        }
        this.#accuracy = coords.accuracy;
        this.#take(coords.longitude, coords.latitude, "located");
        await this.open();
        if (this.#opening !== null) this.#mark(await this.#opening, true);
      },
      () => {
        this.#tell(say("notLocated"), true);
        void this.open();
      },
      { enableHighAccuracy: true, timeout: POSITION_WAIT_MS, maximumAge: 30_000 },
    );
  }

  #take(lon: number, lat: number, how: "chosen" | "located"): void {
    this.#lon.value = lon.toFixed(6);
    this.#lat.value = lat.toFixed(6);
    this.#showRemove();
    this.#lon.dispatchEvent(new Event("input", { bubbles: true }));
    void this.#name(lon, lat, how);
  }

  async #name(lon: number, lat: number, how: "chosen" | "located"): Promise<void> {
    const asked = ++this.#asked;
    let name = "";
    try {
      const response = await fetch(`/api/v1/places/at?lon=${lon.toFixed(6)}&lat=${lat.toFixed(6)}`);
      if (response.ok) {
        const found = (await response.json()) as Found;
        name = found.name || say("outside");
        void this.#showVillages(found);
      }
    } catch (error) {
      console.warn("the place's name could not be read", error);
      // Without a name the coordinates do: the place itself is not lost.
    }
    if (asked !== this.#asked) return;
    const place = name || `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
    const coarse = how === "located" && this.#accuracy > COARSE_M;
    this.#tell(
      coarse ? say("coarse", { place, metres: metres(this.#accuracy) }) : say(how, { place }),
      coarse,
    );
  }

  async #showVillages(found: Found): Promise<void> {
    const district = found.areas.find(({ level }) => level === "district");
    if (district === undefined || district.code === this.#district || this.#opening === null) return;
    this.#district = district.code;
    await (await this.#opening).showVillages(district.code);
  }

  #mark({ L, map }: OpenMap, fly: boolean): void {
    if (this.#lon.value === "") return;
    const at: Leaflet.LatLngTuple = [Number(this.#lat.value), Number(this.#lon.value)];
    if (this.#marker === null) {
      this.#marker = L.marker(at, {
        draggable: true,
        icon: pinIcon(L),
        title: say("pin"),
        alt: say("pin"),
      }).addTo(map);
      this.#marker.on("dragend", () => {
        const { lng, lat } = this.#marker!.getLatLng().wrap();
        this.#take(lng, lat, "chosen");
      });
    }
    this.#marker.setLatLng(at);
    if (fly) map.setView(at, Math.max(map.getZoom(), CLOSE_ZOOM), { animate: false });
  }

  #showRemove(): void {
    const button = this.#root.querySelector<HTMLElement>("[data-remove-place]");
    if (button !== null) button.hidden = this.#lon.value === "";
  }

  #tell(text: string, wrong = false): void {
    this.#found.textContent = text;
    this.#found.classList.toggle("wrong", wrong);
  }
}

function metres(accuracy: number): string {
  if (accuracy < 1000) return `${Math.round(accuracy / 10) * 10} m`;
  const language = document.documentElement.lang === "en" ? "en-GB" : "id-ID";
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(accuracy / 1000)} km`;
}

function input(root: HTMLElement, name: string): HTMLInputElement {
  return root.querySelector<HTMLInputElement>(`input[name="${name}"]`)!;
}
