/** One vehicle on a map for who has the link: asks every ten seconds, and says how old its answer is every second. */

import { type MapSettings, type OpenMap, openMap, readSettings } from "../map/core/leafletMap";
import { symbolSvg } from "../map/core/symbolSvg";
import {
  HEADINGS,
  headingDegrees,
  headingIndex,
  lookIndex,
  VEHICLE_LOOKS,
} from "../map/entities/vehicle/looks";
import { vehicleSymbol } from "../map/entities/vehicle/symbol";
import { age, clock } from "../ui/format";
import { type Language, translator } from "../ui/i18n";
import { lookOf, type Place, type Seen } from "./state";
import { speaker } from "./words";

const EVERY_MS = 10_000;
const GONE = 410;

interface PageData {
  language: Language;
  timeZone: string;
  zoneLabel: string;
  positionUrl: string;
  map: MapSettings;
  seen: Seen;
}

export async function startSharedVehicle(page: Document): Promise<void> {
  const element = page.querySelector<HTMLElement>("[data-shared-map]");
  if (element === null) return;
  const data = readSettings<PageData>("shared-vehicle");
  const opened = await openMap(element, data.map, null);
  const show = new Marker(opened, data.seen.kind);
  const facts = factsOf(page, data);
  let seen = data.seen;
  let aheadS = seen.now - Date.now() / 1000;
  const render = () => {
    const now = Date.now() / 1000 + aheadS;
    facts(seen.latest, now);
    if (seen.latest !== null) show.at(seen.latest, now);
  };
  render();
  const tick = window.setInterval(render, 1000);
  const lost = page.querySelector<HTMLElement>("[data-lost]");
  const ask = async () => {
    if (page.hidden) return;
    try {
      const response = await fetch(data.positionUrl, { cache: "no-store", referrerPolicy: "no-referrer" });
      if (response.status === GONE) return end();
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      seen = (await response.json()) as Seen;
      aheadS = seen.now - Date.now() / 1000;
      lost?.toggleAttribute("hidden", true);
      render();
    } catch (error) {
      console.warn("the position cannot be had", error);
      lost?.toggleAttribute("hidden", false);
    }
  };
  const asking = window.setInterval(() => void ask(), EVERY_MS);
  page.addEventListener("visibilitychange", () => void ask());
  const end = () => {
    window.clearInterval(tick);
    window.clearInterval(asking);
    opened.map.remove();
    for (const gone of page.querySelectorAll("[data-shared-map], .shared-facts")) gone.remove();
    page.querySelector("[data-over]")?.toggleAttribute("hidden", false);
  };
}

/** Writes state, age and speed. */
function factsOf(page: Document, data: PageData): (latest: Place | null, nowS: number) => void {
  const say = speaker(data.language);
  const t = translator(data.language);
  const times = clock(data.language, data.timeZone, data.zoneLabel);
  const badge = page.querySelector<HTMLElement>("[data-look]")!;
  const text = page.querySelector<HTMLElement>("[data-age]")!;
  let before = "";
  return (latest, nowS) => {
    const look = lookOf(latest, nowS);
    const speed = look.speed === null ? "" : ` · ${say("speed", { speed: (look.speed * 3.6).toFixed(0) })}`;
    badge.className = `badge ${look.badge}`;
    // A screen reader is told of a new state, not of every second.
    if (before !== look.word + speed) badge.textContent = say(look.word) + speed;
    before = look.word + speed;
    text.textContent =
      latest === null ? "" : say("ago", { age: age(nowS - latest[0], t), time: times.dateTime(latest[0]) });
  };
}

/** The vehicle on the map; the map goes along until somebody moves it. */
class Marker {
  readonly #opened: OpenMap;
  readonly #kind: Seen["kind"];
  #marker: ReturnType<OpenMap["L"]["marker"]> | null = null;
  #follows = true;

  constructor(opened: OpenMap, kind: Seen["kind"]) {
    this.#opened = opened;
    this.#kind = kind;
    opened.L.control.scale({ imperial: false }).addTo(opened.map);
    opened.map.on("dragstart", () => {
      this.#follows = false;
    });
  }

  at(place: Place, nowS: number): void {
    const { L, map } = this.#opened;
    const [at, lon, lat, , course, state] = place;
    const look = lookIndex(state, nowS - at);
    const heading = course === null ? HEADINGS : headingIndex(course * 100, look);
    const symbol = vehicleSymbol(this.#kind, VEHICLE_LOOKS[look]!, headingDegrees(heading), true);
    const size = symbol.radius * 2;
    const icon = L.divIcon({ className: "track-vehicle", html: symbolSvg(symbol), iconSize: [size, size] });
    if (this.#marker === null) {
      this.#marker = L.marker([lat, lon], { icon, keyboard: false, interactive: false }).addTo(map);
      map.setView([lat, lon], Math.max(map.getZoom(), 15));
      return;
    }
    const moved = !this.#marker.getLatLng().equals([lat, lon]);
    this.#marker.setIcon(icon).setLatLng([lat, lon]);
    if (moved && this.#follows) map.panTo([lat, lon]);
  }
}
