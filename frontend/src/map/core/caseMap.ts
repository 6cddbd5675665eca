/** The small map of a case: its place, and the open complaints around it. */

import { type MapSettings, openMap, pinIcon, readSettings } from "./leafletMap";
import { textNode } from "./textNode";

interface Markers {
  lon: number;
  lat: number;
  /** Code of the district, empty outside all of them. */
  district: string;
  others: { lon: number; lat: number; title: string; url: string }[];
}

export function startCaseMaps(page: Document): void {
  for (const element of page.querySelectorAll<HTMLElement>("[data-case-map]:not([data-started])")) {
    element.dataset.started = "";
    void start(element);
  }
}

async function start(element: HTMLElement): Promise<void> {
  const markers = readSettings<Markers>(element.dataset.caseMap!);
  const settings = readSettings<MapSettings>("map-settings");
  const at: [number, number] = [markers.lat, markers.lon];
  const { L, map, showVillages } = await openMap(element, { ...settings, center: at, zoom: 14 }, null);
  if (markers.district !== "") void showVillages(markers.district);
  for (const other of markers.others) {
    L.circleMarker([other.lat, other.lon], { radius: 7, weight: 2, className: "nearby-mark" })
      .bindTooltip(textNode(other.title))
      .on("click", () => location.assign(other.url))
      .addTo(map);
  }
  L.marker(at, { icon: pinIcon(L), keyboard: false, zIndexOffset: 1000 }).addTo(map);
}
