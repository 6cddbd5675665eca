/** Beside the map of a replay: what each vehicle does at the moment, and everything that happened, to be jumped to. */
import type { Clock } from "../ui/format";
import type { Language } from "../ui/i18n";
import type { Happening, VehicleTrack } from "./replayData";
import type { State } from "./replayState";
import type { Place } from "./replayTrack";
import { speedText } from "./track";
import type { Say, Word } from "./words";

const LOOKS: Record<State["kind"], [look: string, word: Word]> = {
  drive: ["badge good", "moving"],
  stop: ["badge info square", "stopped"],
  gap: ["badge stale hollow", "noData"],
  before: ["badge stale hollow", "notYet"],
  never: ["badge stale hollow", "noFix"],
};

export class ReplaySide {
  readonly #states: HTMLElement[];
  readonly #badges: HTMLElement[];
  readonly #items: { time: number; element: HTMLElement }[];
  readonly #say: Say;
  readonly #clock: Clock;
  readonly #language: Language;
  #newest: HTMLElement | null = null;

  constructor(
    root: ParentNode,
    vehicles: readonly VehicleTrack[],
    say: Say,
    clock: Clock,
    language: Language,
  ) {
    this.#say = say;
    this.#clock = clock;
    this.#language = language;
    this.#states = [];
    this.#badges = [];
    this.#items = [];
    const list = root.querySelector("[data-replay-vehicles]")!;
    for (const vehicle of vehicles) {
      const [row, name, badge, state] = [made("li"), made("a"), made("span"), made("span")];
      name.textContent = vehicle.name;
      (name as HTMLAnchorElement).href = `/fleet/${vehicle.id}/`;
      state.className = "muted small";
      row.append(name, badge, state);
      if (vehicle.cut || vehicle.thinned) {
        const note = made("span");
        note.className = "muted small replay-note";
        note.textContent = say(vehicle.cut ? "cutOff" : "thinned", {
          fixes: String(vehicle.fixes),
          shown: String(vehicle.lines.flat().length),
        });
        row.append(note);
      }
      list.append(row);
      this.#badges.push(badge);
      this.#states.push(state);
    }
  }

  fill(list: Element, happenings: readonly Happening[], choose: (happening: Happening) => void): void {
    for (const happening of happenings) {
      const item = made("li");
      item.className = `replay-happening is-${happening.tone}`;
      const button = made("button") as HTMLButtonElement;
      button.type = "button";
      const [time, who, text] = [made("time"), made("strong"), made("span")];
      time.textContent = this.#clock.time(happening.time).slice(0, 5);
      who.textContent = happening.who;
      text.textContent = happening.text;
      button.append(time, who, text);
      button.addEventListener("click", () => choose(happening));
      item.append(button);
      if (happening.url) {
        const link = made("a") as HTMLAnchorElement;
        link.href = happening.url;
        link.textContent = this.#say("openCase");
        link.className = "small";
        item.append(link);
      }
      list.append(item);
      this.#items.push({ time: happening.time, element: item });
    }
  }

  show(at: number, places: readonly (Place | null)[], states: readonly State[]): void {
    for (const [index, state] of states.entries()) this.#showVehicle(index, state, places[index] ?? null);
    let newest: HTMLElement | null = null;
    for (const { time, element } of this.#items) {
      element.classList.toggle("is-coming", time > at);
      if (time <= at) newest = element;
    }
    if (newest !== this.#newest) this.#follow(newest);
  }

  /** Keeps what happened last in sight, unless somebody reads elsewhere in the list; the page itself stays. */
  #follow(newest: HTMLElement | null): void {
    this.#newest = newest;
    const list = newest?.parentElement;
    if (!newest || !list || list.matches(":hover, :focus-within")) return;
    list.scrollTop = newest.offsetTop - list.offsetTop - (list.clientHeight - newest.clientHeight) / 2;
  }

  #showVehicle(index: number, { kind, since }: State, place: Place | null): void {
    const [look, word] = LOOKS[kind];
    const values: Record<string, string> =
      kind === "gap" ? { time: this.#clock.time(since).slice(0, 5) } : {};
    set(this.#badges[index]!, look, this.#say(word, values));
    const speed = kind === "drive" && place !== null ? speedText(place.speed, this.#language) : "";
    const state = this.#states[index]!;
    set(state, state.className, speed);
  }
}

/** Writes only what has changed: this runs at every frame. */
function set(element: HTMLElement, className: string, text: string): void {
  if (element.className !== className) element.className = className;
  if (element.textContent !== text) element.textContent = text;
}

function made(tag: string): HTMLElement {
  return document.createElement(tag);
}
