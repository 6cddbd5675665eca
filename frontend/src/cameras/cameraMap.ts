/** The map of one camera: its cone, and in the form the handles that place and aim it. */
import type * as Leaflet from "leaflet";
import { type MapSettings, openMap, readSettings } from "../map/core/leafletMap";
import { coneOutline, type FieldOfView } from "../map/entities/camera/cone";
import { aimedAt, tipOf } from "./aim";

interface CameraMapSettings extends MapSettings {
  camera: FieldOfView | null;
}

export async function startCameraMap(element: HTMLElement, form: HTMLFormElement | null): Promise<void> {
  const settings = readSettings<CameraMapSettings>(element.dataset.cameraMap!);
  const { L, map } = await openMap(element, settings, null);
  new ResizeObserver(() => map.invalidateSize()).observe(element);
  const cone = new Cone(L, map);
  if (form === null) {
    if (settings.camera) cone.show(settings.camera);
    if (settings.camera) map.fitBounds(cone.bounds(), { padding: [40, 40], maxZoom: 18, animate: false });
    return;
  }
  const fields = new Fields(form);
  const first = fields.read();
  if (first) {
    cone.show(first);
    map.fitBounds(cone.bounds(), { padding: [60, 60], maxZoom: 18, animate: false });
  }
  new Handles(L, map, cone, fields);
}

class Cone {
  readonly #shape: Leaflet.Polygon;
  readonly #dot: Leaflet.CircleMarker;

  constructor(L: typeof Leaflet, map: Leaflet.Map) {
    this.#shape = L.polygon([], { className: "camera-cone", interactive: false }).addTo(map);
    this.#dot = L.circleMarker([0, 0], { radius: 6, className: "camera-dot", interactive: false }).addTo(map);
  }

  show(view: FieldOfView): void {
    this.#shape.setLatLngs(coneOutline(view).map(([lon, lat]) => [lat, lon] as [number, number]));
    this.#dot.setLatLng([view.lat, view.lon]);
  }

  bounds(): Leaflet.LatLngBounds {
    return this.#shape.getBounds();
  }
}

/** The inputs of the form that say where the camera stands and what it sees. */
class Fields {
  readonly #form: HTMLFormElement;

  constructor(form: HTMLFormElement) {
    this.#form = form;
  }

  read(): FieldOfView | null {
    const value = (name: string) => this.#input(name).valueAsNumber;
    const [lon, lat] = [value("lon"), value("lat")];
    if (Number.isNaN(lon) || Number.isNaN(lat)) return null;
    const bearing = value("bearing_deg");
    return {
      lon,
      lat,
      bearing: Number.isNaN(bearing) ? null : bearing,
      fov: value("fov_deg") || 70,
      range_m: value("range_m") || 120,
    };
  }

  write(values: Record<string, number>): void {
    for (const [name, value] of Object.entries(values)) this.#input(name).value = String(value);
    this.#form.dispatchEvent(new Event("input"));
  }

  onChange(then: () => void): void {
    this.#form.addEventListener("input", then);
  }

  #input(name: string): HTMLInputElement {
    return this.#form.elements.namedItem(name) as HTMLInputElement;
  }
}

/** A click places the camera, dragging the tip of the cone aims it. */
class Handles {
  readonly #tip: Leaflet.Marker;

  constructor(L: typeof Leaflet, map: Leaflet.Map, cone: Cone, fields: Fields) {
    const icon = L.divIcon({ className: "camera-tip", iconSize: [18, 18] });
    this.#tip = L.marker([0, 0], { icon, draggable: true, keyboard: false });
    const follow = () => {
      const view = fields.read();
      if (view === null) return;
      cone.show(view);
      const [lon, lat] = tipOf(view);
      this.#tip.setLatLng([lat, lon]).addTo(map);
    };
    map.on("click", ({ latlng }) => {
      fields.write({ lon: rounded(latlng.lng, 6), lat: rounded(latlng.lat, 6) });
    });
    this.#tip.on("drag", () => {
      const view = fields.read();
      if (view === null) return;
      const { lng, lat } = this.#tip.getLatLng();
      const aim = aimedAt(view, lng, lat);
      fields.write({
        bearing_deg: Math.round(aim.bearing) % 360,
        range_m: Math.max(5, Math.round(aim.rangeM)),
      });
    });
    fields.onChange(follow);
    follow();
  }
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
