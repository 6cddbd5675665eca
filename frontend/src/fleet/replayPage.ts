/** The replay: one clock that the map, the strip of the hours and the list beside them follow. */
import { readSettings } from "../map/core/leafletMap";
import { type Clock, clock } from "../ui/format";
import { ReplayClock, SPEEDS } from "./replayClock";
import { type Happening, happenings, loadTracks, type ReplayData, type VehicleTrack } from "./replayData";
import { ReplayMap } from "./replayMap";
import { ReplaySide } from "./replaySide";
import { type Part, partsOf, stateAt } from "./replayState";
import { ReplayStrip } from "./replayStrip";
import { ReplayTrack } from "./replayTrack";
import { speaker } from "./words";

const USUAL_SPEED = 120;
const MINUTE_S = 60;
const LEAD_S = 10;

export async function startReplay(root: HTMLElement): Promise<void> {
  const data = readSettings<ReplayData>("replay-data");
  const say = speaker(data.language);
  const state = root.querySelector<HTMLElement>("[data-replay-state]")!;
  let vehicles: VehicleTrack[];
  try {
    vehicles = (await loadTracks(data)).vehicles;
  } catch (error) {
    console.error(error);
    state.classList.add("alarm");
    state.textContent = say("notLoaded", { why: error instanceof Error ? error.message : "" });
    return;
  }
  const known = vehicles.some((vehicle) => vehicle.lines.length > 0);
  state.textContent = say("nothingKnown");
  state.hidden = known;
  const replay = await Replay.open(root, data, vehicles);
  replay.start();
}

class Replay {
  readonly #root: HTMLElement;
  readonly #data: ReplayData;
  readonly #clock: ReplayClock;
  readonly #tracks: readonly ReplayTrack[];
  readonly #parts: readonly (readonly Part[])[];
  readonly #map: ReplayMap;
  readonly #strip: ReplayStrip;
  readonly #side: ReplaySide;
  readonly #times: Clock;
  readonly #seek: HTMLInputElement;
  readonly #speed: HTMLSelectElement;
  readonly #reading: HTMLOutputElement;
  readonly #play: HTMLButtonElement;
  #drawnAt = Number.NaN;
  #drawnPlaying: boolean | null = null;

  static async open(root: HTMLElement, data: ReplayData, vehicles: VehicleTrack[]): Promise<Replay> {
    const tracks = vehicles.map((vehicle) => new ReplayTrack(vehicle.lines));
    const element = root.querySelector<HTMLElement>("[data-replay-map]")!;
    const map = await ReplayMap.open(element, readSettings("map-settings"), vehicles, tracks);
    return new Replay(root, data, vehicles, tracks, map);
  }

  private constructor(
    root: HTMLElement,
    data: ReplayData,
    vehicles: readonly VehicleTrack[],
    tracks: readonly ReplayTrack[],
    map: ReplayMap,
  ) {
    const say = speaker(data.language);
    this.#root = root;
    this.#data = data;
    this.#tracks = tracks;
    this.#parts = vehicles.map((vehicle, row) => partsOf(vehicle, tracks[row]!, data.to));
    this.#map = map;
    this.#times = clock(data.language, data.timeZone, data.zoneLabel);
    this.#clock = new ReplayClock(data.from, data.to, USUAL_SPEED);
    this.#clock.seek(beginning(vehicles, data));
    this.#strip = new ReplayStrip(this.#find("[data-rows]"), data.from, data.to);
    this.#side = new ReplaySide(root, vehicles, say, this.#times, data.language);
    this.#seek = this.#find("[data-seek]");
    this.#speed = this.#find("[data-speed]");
    this.#reading = this.#find("[data-clock]");
    this.#play = this.#find("[data-play]");
    const happened = happenings(vehicles, data.complaints);
    this.#strip.draw(vehicles, this.#parts, happened, say("complaints"));
    this.#side.fill(this.#find("[data-replay-happenings]"), happened, (one) => this.#jump(one));
    this.#find<HTMLElement>("[data-nothing-happened]").hidden = happened.length > 0;
    map.mark(happened, (one) => this.#jump(one));
  }

  start(): void {
    this.#offerSpeeds();
    this.#seek.min = String(Math.floor(this.#data.from));
    this.#seek.max = String(Math.ceil(this.#data.to));
    this.#find<HTMLElement>("[data-strip-from]").textContent = this.#times.dateTime(this.#data.from);
    this.#find<HTMLElement>("[data-strip-to]").textContent = this.#times.dateTime(this.#data.to);
    for (const name of ["bar", "strip"]) this.#find<HTMLElement>(`[data-replay-${name}]`).hidden = false;
    this.#listen();
    const frame = (now: number) => {
      this.#clock.advance(now);
      this.#show();
      window.requestAnimationFrame(frame);
    };
    window.requestAnimationFrame(frame);
  }

  #find<T extends Element>(selector: string): T {
    return this.#root.querySelector<T>(selector)!;
  }

  #offerSpeeds(): void {
    for (const speed of SPEEDS) this.#speed.add(new Option(`${speed}×`, String(speed)));
    this.#speed.value = String(this.#clock.speed);
  }

  #listen(): void {
    this.#play.addEventListener("click", () => this.#toggle());
    this.#find("[data-back]").addEventListener("click", () => this.#clock.by(-MINUTE_S));
    this.#find("[data-forward]").addEventListener("click", () => this.#clock.by(MINUTE_S));
    this.#speed.addEventListener("change", () => this.#clock.set(Number(this.#speed.value)));
    this.#seek.addEventListener("input", () => this.#clock.seek(this.#seek.valueAsNumber));
    this.#strip.onScrub((at) => this.#clock.seek(at));
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  #toggle(): void {
    if (this.#clock.playing) this.#clock.pause();
    else this.#clock.play();
  }

  #key(event: KeyboardEvent): void {
    const target = event.target instanceof HTMLElement ? event.target : null;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (target?.closest("input:not([data-seek]), select, textarea, .leaflet-container, summary")) return;
    if (event.key === " " && target?.closest("button, a")) return;
    const step = event.shiftKey ? 10 * MINUTE_S : MINUTE_S;
    const acts: Record<string, () => void> = {
      " ": () => this.#toggle(),
      ArrowLeft: () => this.#clock.by(-step),
      ArrowRight: () => this.#clock.by(step),
      ArrowUp: () => this.#clock.faster(),
      ArrowDown: () => this.#clock.slower(),
      Home: () => this.#clock.seek(this.#data.from),
      End: () => this.#clock.seek(this.#data.to),
      f: () => this.#map.fit(),
    };
    const act = acts[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
    this.#speed.value = String(this.#clock.speed);
  }

  /** Goes to a moment and, where it has one, to its place. */
  #jump(happening: Happening): void {
    this.#clock.seek(happening.time);
    if (happening.lat !== null && happening.lon !== null) this.#map.look(happening.lat, happening.lon);
  }

  #show(): void {
    const { at, playing } = this.#clock;
    if (playing !== this.#drawnPlaying) this.#showPlaying(playing);
    if (at === this.#drawnAt) return;
    this.#drawnAt = at;
    const places = this.#tracks.map((track) => track.at(at));
    const states = this.#parts.map((parts) => stateAt(parts, at));
    this.#map.show(at, places, states);
    this.#side.show(at, places, states);
    this.#strip.moveTo(at);
    const text = `${this.#times.date(at)} ${this.#times.time(at)} ${this.#data.zoneLabel}`;
    this.#reading.textContent = text;
    this.#seek.value = String(Math.round(at));
    this.#seek.setAttribute("aria-valuetext", text);
  }

  #showPlaying(playing: boolean): void {
    this.#drawnPlaying = playing;
    const say = speaker(this.#data.language);
    this.#play.setAttribute("aria-pressed", String(playing));
    this.#play.setAttribute("aria-label", say(playing ? "pause" : "play"));
    this.#find<HTMLElement>("[data-when-paused]").hidden = playing;
    this.#find<HTMLElement>("[data-when-playing]").hidden = !playing;
  }
}

/** A replay begins shortly before the first drive, or where anything is known at all. */
function beginning(vehicles: readonly VehicleTrack[], data: ReplayData): number {
  const drives = vehicles.flatMap(({ parts }) =>
    parts.filter(([kind]) => kind === "drive").map(([, from]) => from),
  );
  const known = vehicles.flatMap(({ lines }) => lines[0]?.[0]?.[0] ?? []);
  const first = Math.min(...(drives.length > 0 ? drives : known));
  return Number.isFinite(first) ? first - LEAD_S : data.from;
}
