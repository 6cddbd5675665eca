/** The page of one vehicle: track, chart and slider point at the same fix; the last position follows the vehicle. */

import { type MapSettings, readSettings } from "../map/core/leafletMap";
import { STALE_AFTER_S } from "../map/entities/vehicle/looks";
import { STATE } from "../net/live/frames";
import type { ServerClock } from "../ui/ages";
import { type Clock, clock } from "../ui/format";
import { followLatest } from "./latest";
import { SpeedChart } from "./speedChart";
import { PartMark, startTimeline } from "./timeline";
import { append, type Fix, nearestInTime, reading, speedText, type TrackData } from "./track";
import { TrackMap } from "./trackMap";
import { type Say, speaker } from "./words";

export async function startVehiclePage(element: HTMLElement, now: ServerClock): Promise<void> {
  const data = readSettings<TrackData>("track-data");
  const settings = readSettings<MapSettings>("map-settings");
  const say = speaker(data.language);
  const times = clock(data.language, data.timeZone, data.zoneLabel);
  const map = await TrackMap.open(element, data, settings, say, times);
  const reader = new Reader(data, map, times);
  const list = document.querySelector<HTMLElement>("[data-timeline]");
  if (list !== null) {
    startTimeline(
      list,
      new PartMark(map.map),
      () => map.fixes,
      (at) => reader.pointAt(at),
      () => element.scrollIntoView({ block: "nearest" }),
    );
  }
  let latest = data.latest;
  const show = () => {
    if (latest && !(data.past && data.lines.length > 0)) map.showVehicle(latest, now.now());
  };
  show();
  window.setInterval(show, 5000);
  const facts = new Facts(say, times, now, data);
  window.setInterval(() => latest && facts.showLook(latest), 5000);
  if (!data.active) return;
  followLatest(
    data.id,
    (fix) => {
      if (latest && fix[0] <= latest[0]) return;
      latest = fix;
      show();
      facts.show(fix);
      const moving = fix[5] & STATE.moving;
      if (!data.live) return;
      if (append(data.lines, [fix[0], fix[1], fix[2], fix[3], fix[4], moving], data.gapS)) reader.grow();
    },
    (well) => {
      for (const notice of document.querySelectorAll<HTMLElement>("[data-not-renewed]")) notice.hidden = well;
    },
  );
}

/** What is read at one fix of the track, wherever it was pointed at. */
class Reader {
  readonly #data: TrackData;
  readonly #map: TrackMap;
  readonly #clock: Clock;
  readonly #panel = document.querySelector<HTMLElement>("[data-reading]")!;
  readonly #scrub = this.#panel.querySelector<HTMLInputElement>("[data-scrub]")!;
  readonly #chart = new SpeedChart(
    this.#panel.querySelector<SVGSVGElement>("[data-chart]")!,
    this.#panel.querySelector<HTMLElement>("[data-chart-top]")!,
  );

  constructor(data: TrackData, map: TrackMap, times: Clock) {
    this.#data = data;
    this.#map = map;
    this.#clock = times;
    this.#chart.onPoint((at) => this.#point(nearestInTime(map.fixes, at)));
    this.#scrub.addEventListener("input", () => this.#point(this.#scrub.valueAsNumber));
    map.onPoint((index) => this.#point(index));
    this.#refresh();
  }

  /** Read at the fix whose time is nearest. */
  pointAt(at: number): void {
    this.#point(nearestInTime(this.#map.fixes, at));
  }

  /** A fix has come in; who reads the end goes along, who reads the past stays there. */
  grow(): void {
    const atEnd = this.#scrub.value === this.#scrub.max;
    this.#map.draw();
    this.#refresh();
    if (atEnd) this.#scrub.value = this.#scrub.max;
  }

  #refresh(): void {
    const { fixes } = this.#map;
    this.#panel.hidden = fixes.length < 2;
    document.querySelector<HTMLElement>("[data-no-track]")?.toggleAttribute("hidden", fixes.length > 0);
    if (fixes.length < 2) return;
    const first = this.#scrub.max === "0";
    this.#chart.draw(this.#data.lines, this.#data.language);
    this.#scrub.max = String(fixes.length - 1);
    if (first) this.#scrub.value = this.#scrub.max;
    this.#write(this.#scrub.valueAsNumber);
  }

  #point(index: number): void {
    if (this.#map.fixes.length === 0) return;
    this.#scrub.value = String(index);
    this.#map.point(index, this.#write(index));
  }

  #write(index: number): ReturnType<typeof reading> {
    const fix = this.#map.fixes[index]!;
    const texts = reading(fix, this.#clock, this.#data.zoneLabel, this.#data.language);
    this.#panel.querySelector("[data-read-time]")!.textContent = texts.time;
    this.#panel.querySelector("[data-read-speed]")!.textContent = texts.speed;
    this.#panel.querySelector("[data-read-course]")!.textContent = texts.course;
    this.#scrub.setAttribute("aria-valuetext", `${texts.time}, ${texts.speed}`);
    this.#chart.moveTo(fix[0]);
    return texts;
  }
}

/** The list of facts beside the map, kept true. */
class Facts {
  readonly #list = document.querySelector<HTMLElement>("[data-now]")!;
  readonly #say: Say;
  readonly #clock: Clock;
  readonly #now: ServerClock;
  readonly #data: TrackData;

  constructor(say: Say, times: Clock, now: ServerClock, data: TrackData) {
    this.#say = say;
    this.#clock = times;
    this.#now = now;
    this.#data = data;
  }

  show(fix: Fix): void {
    const place = this.#list.querySelector("[data-now-place]");
    if (place) place.textContent = `${fix[2].toFixed(5)}, ${fix[1].toFixed(5)}`;
    // A position that has come is a contact, too.
    for (const name of ["now-age", "now-contact"]) this.#renew(name, fix[0]);
    this.#list.querySelector("[data-now-speed]")!.textContent = speedText(fix[3], this.#data.language);
    this.showLook(fix);
  }

  #renew(name: string, at: number): void {
    const time = this.#list.querySelector<HTMLTimeElement>(`[data-${name}] time`);
    if (time === null || Date.parse(time.dateTime) >= at * 1000) return;
    time.dateTime = new Date(at * 1000).toISOString();
    time.title = this.#clock.dateTime(at);
  }

  /** The server's words stay while they are true. */
  showLook(fix: Fix): void {
    const badge = this.#list.querySelector<HTMLElement>("[data-now-look] .badge");
    if (!badge || fix[5] & STATE.sos) return;
    const silent = this.#now.now() - fix[0] > STALE_AFTER_S;
    if (silent) this.#list.querySelector("[data-now-speed]")!.textContent = "–";
    if (silent && badge.classList.contains("stale")) return;
    const moving = (fix[5] & STATE.moving) !== 0;
    badge.className = `badge ${silent ? "stale hollow" : moving ? "good" : "info square"}`;
    if (silent) badge.textContent = this.#say("silent", { time: this.#clock.dateTime(fix[0]) });
    else badge.textContent = this.#say(moving ? "moving" : "stopped");
  }
}
