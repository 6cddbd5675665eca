/** Keeps the ages on the page true, by the server's clock: a browser's own may be minutes off. */
import { age } from "./format";
import { type Language, translator } from "./i18n";

const EVERY_MS = 1000;

export class ServerClock {
  #aheadS = 0;

  /** Takes the server's time from the element that says it, as of now. */
  set(page: ParentNode): void {
    const said = page.querySelector<HTMLElement>("[data-server-now]")?.dataset.serverNow;
    if (said !== undefined) this.#aheadS = Number(said) - Math.floor(Date.now() / 1000);
  }

  now(): number {
    return Date.now() / 1000 + this.#aheadS;
  }
}

export function keepAges(page: Document, clock: ServerClock, language: Language): void {
  const t = translator(language);
  const say = () => {
    for (const element of page.querySelectorAll<HTMLTimeElement>("time[data-age]")) {
      element.textContent = age(clock.now() - Date.parse(element.dateTime) / 1000, t);
    }
  };
  say();
  window.setInterval(say, EVERY_MS);
}
