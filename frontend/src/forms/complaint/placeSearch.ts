/** Finds a place by its name: a village, a road, or coordinates. */
import { say } from "./words";

export interface FoundPlace {
  name: string;
  detail: string;
  lon: number;
  lat: number;
}

const QUIET_MS = 300;
const SHORTEST = 3;

export function startPlaceSearch(root: HTMLElement, choose: (place: FoundPlace) => void): void {
  const query = root.querySelector<HTMLInputElement>("[data-place-query]")!;
  const results = root.querySelector<HTMLElement>("[data-place-results]")!;
  let timer = 0;
  let asked = 0;

  query.addEventListener("input", (event) => {
    // What is typed here is no part of the complaint.
    event.stopPropagation();
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void look(), QUIET_MS);
  });
  query.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    window.clearTimeout(timer);
    void look();
  });

  async function look(): Promise<void> {
    const text = query.value.trim();
    const number = ++asked;
    if (text.length < SHORTEST) {
      results.replaceChildren();
      return;
    }
    let places: FoundPlace[] | null = null;
    try {
      const response = await fetch(`/api/v1/places?limit=6&q=${encodeURIComponent(text.slice(0, 120))}`);
      if (response.ok) places = (await response.json()) as FoundPlace[];
    } catch (error) {
      console.warn("places could not be searched", error);
    }
    if (number === asked) show(places);
  }

  /** `null`: the server did not answer, which is not the same as a place that does not exist. */
  function show(places: FoundPlace[] | null): void {
    if (places === null || places.length === 0) {
      const none = document.createElement("li");
      none.setAttribute("role", "status");
      none.textContent = say(places === null ? "noSearch" : "noPlace");
      results.replaceChildren(none);
      return;
    }
    results.replaceChildren(...places.map(entry));
  }

  function entry(place: FoundPlace): HTMLElement {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = place.detail === "" ? place.name : `${place.name}, ${place.detail}`;
    button.addEventListener("click", () => {
      results.replaceChildren();
      choose(place);
    });
    item.append(button);
    return item;
  }
}
