/** The hours of a replay as one row a vehicle, and a row of complaints: what is known, and what happened when. */
import type { Happening, VehicleTrack } from "./replayData";
import type { Part } from "./replayState";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 1000;
const HEIGHT = 20;

export class ReplayStrip {
  readonly #rows: HTMLElement;
  readonly #cursor: HTMLElement;
  readonly #from: number;
  readonly #to: number;

  constructor(rows: HTMLElement, from: number, to: number) {
    this.#rows = rows;
    this.#from = from;
    this.#to = Math.max(from + 1, to);
    this.#cursor = document.createElement("span");
    this.#cursor.className = "strip-cursor";
  }

  draw(
    vehicles: readonly VehicleTrack[],
    parts: readonly (readonly Part[])[],
    happenings: readonly Happening[],
    complaintsName: string,
  ): void {
    const rows = vehicles.map((vehicle, row) => {
      const drawn = svg();
      for (const part of parts[row]!) drawn.append(this.#bar(part));
      return this.#row(vehicle.name, drawn, this.#marks(happenings, row));
    });
    const complaints = this.#marks(happenings, -1);
    if (complaints.length > 0) rows.push(this.#row(complaintsName, svg(), complaints));
    this.#rows.replaceChildren(...rows, this.#cursor);
  }

  moveTo(at: number): void {
    this.#cursor.style.setProperty("--part", String((at - this.#from) / (this.#to - this.#from)));
  }

  /** Calls back with the moment under the pointer, while it is held down. */
  onScrub(then: (at: number) => void): void {
    const at = (event: PointerEvent) => {
      const { left, width } = this.#band();
      const part = Math.min(1, Math.max(0, (event.clientX - left) / width));
      then(this.#from + part * (this.#to - this.#from));
    };
    this.#rows.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      this.#rows.setPointerCapture(event.pointerId);
      at(event);
    });
    this.#rows.addEventListener("pointermove", (event) => {
      if (this.#rows.hasPointerCapture(event.pointerId)) at(event);
    });
  }

  /** Where the bands lie, beside the names. */
  #band(): DOMRect {
    return (this.#rows.querySelector(".strip-band") ?? this.#rows).getBoundingClientRect();
  }

  #row(name: string, drawn: SVGSVGElement, marks: HTMLElement[]): HTMLElement {
    const row = document.createElement("div");
    row.className = "strip-row";
    const label = document.createElement("span");
    label.className = "strip-name";
    label.textContent = name;
    label.title = name;
    const band = document.createElement("div");
    band.className = "strip-band";
    band.append(drawn, ...marks);
    row.append(label, band);
    return row;
  }

  #bar({ kind, from, to }: Part): SVGElement {
    const [start, end] = [Math.max(from, this.#from), Math.min(to, this.#to)];
    const bar = document.createElementNS(SVG, "rect");
    const [x, width] = [this.#x(start), Math.max(0, this.#x(end) - this.#x(start))];
    const height = kind === "drive" ? 12 : kind === "stop" ? 4 : 2;
    for (const [key, value] of Object.entries({ x, width, y: (HEIGHT - height) / 2, height })) {
      bar.setAttribute(key, String(value));
    }
    bar.setAttribute("class", `strip-${kind}`);
    return bar;
  }

  #marks(happenings: readonly Happening[], row: number): HTMLElement[] {
    return happenings
      .filter((one) => one.row === row)
      .map((one) => {
        const mark = document.createElement("span");
        mark.className = `strip-mark is-${one.tone}`;
        mark.style.setProperty("--part", String((one.time - this.#from) / (this.#to - this.#from)));
        mark.title = one.text;
        return mark;
      });
  }

  #x(at: number): number {
    return ((at - this.#from) / (this.#to - this.#from)) * WIDTH;
  }
}

function svg(): SVGSVGElement {
  const made = document.createElementNS(SVG, "svg");
  made.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  made.setAttribute("preserveAspectRatio", "none");
  made.setAttribute("aria-hidden", "true");
  return made;
}
