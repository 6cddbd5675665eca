/** The place of a report: picked on the map or taken from the phone, and said back in words. */
import type * as Leaflet from "leaflet";
import { type MapSettings, type OpenMap, openMap, pinIcon, readSettings } from "./leafletMap";
import { say } from "./words";

/** What the server says of a point. */
interface Found {
  name: string;
  areas: { code: string; name: string; level: string }[];
}

const CLOSE_ZOOM = 14;
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
  #district = "";

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#lon = input(root, "lon");
    this.#lat = input(root, "lat");
    this.#found = root.querySelector<HTMLElement>("[data-place-found]")!;
    this.#settings = readSettings<MapSettings>(root.dataset.settings!);
    root.querySelector("[data-open-map]")?.addEventListener("click", () => void this.open());
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

  async open(): Promise<void> {
    const element = this.#root.querySelector<HTMLElement>("[data-map]")!;
    element.hidden = false;
    try {
      this.#opening ??= this.#create(element);
      const { map } = await this.#opening;
      map.invalidateSize();
      if (this.#found.textContent === "") this.#tell(say("mapHint"));
    } catch (error) {
      console.error(error);
      this.#opening = null;
      element.hidden = true;
      this.#tell(say("noMap"), true);
    }
  }

  async #create(element: HTMLElement): Promise<OpenMap> {
    const assets = this.#root.querySelector<HTMLTemplateElement>("[data-map-assets]");
    const opened = await openMap(element, this.#settings, assets);
    opened.map.on("click", (event: Leaflet.LeafletMouseEvent) => {
      const { lng, lat } = event.latlng.wrap();
      this.#take(lng, lat, "chosen");
      this.#mark(opened, false);
    });
    this.#mark(opened, true);
    return opened;
  }

  #locate(): void {
    this.#tell(say("locating"));
    navigator.geolocation.getCurrentPosition(
      async ({ coords }) => {
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
    } catch {
      // Without a name the coordinates do: the place itself is not lost.
    }
    if (asked !== this.#asked) return;
    this.#tell(say(how, { place: name || `${lat.toFixed(5)}, ${lon.toFixed(5)}` }));
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

  #tell(text: string, wrong = false): void {
    this.#found.textContent = text;
    this.#found.classList.toggle("wrong", wrong);
  }
}

function input(root: HTMLElement, name: string): HTMLInputElement {
  return root.querySelector<HTMLInputElement>(`input[name="${name}"]`)!;
}
