/** Speed over time as a small drawing that is read by pointing at it; silences stay empty. */
import type { Language } from "../ui/i18n";
import { type Fix, speedText } from "./track";

const HEIGHT = 100;
const WIDTH = 1000;
/** The scale never ends below this, or a crawl would look like a race. */
const LEAST_TOP_KMH = 40;
const SVG = "http://www.w3.org/2000/svg";

export class SpeedChart {
  readonly #svg: SVGSVGElement;
  readonly #cursor: SVGLineElement;
  readonly #topLabel: HTMLElement;
  #from = 0;
  #to = 1;

  constructor(svg: SVGSVGElement, topLabel: HTMLElement) {
    this.#svg = svg;
    this.#topLabel = topLabel;
    svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
    this.#cursor = element("line", { class: "chart-cursor", y1: 0, y2: HEIGHT, x1: -9, x2: -9 });
  }

  draw(lines: readonly (readonly Fix[])[], language: Language): void {
    const times = lines.flat().map(([at]) => at);
    this.#from = times.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
    this.#to = Math.max(
      this.#from + 1,
      times.reduce((a, b) => Math.max(a, b), 0),
    );
    const speeds = lines.flat().map(([, , , speed]) => (speed ?? 0) * 3.6);
    const top = speeds.reduce((a, b) => Math.max(a, b), LEAST_TOP_KMH);
    this.#topLabel.textContent = speedText(top / 3.6, language);
    const shapes = [...gridLines(top)];
    for (const line of lines) {
      if (line.length > 1) shapes.push(element("path", { class: "chart-area", d: this.#area(line, top) }));
    }
    this.#svg.replaceChildren(...shapes, this.#cursor);
  }

  moveTo(at: number): void {
    const x = String(this.#x(at));
    this.#cursor.setAttribute("x1", x);
    this.#cursor.setAttribute("x2", x);
  }

  /** Calls back with the time under the pointer. */
  onPoint(then: (at: number) => void): void {
    const at = (event: PointerEvent) => {
      const { left, width } = this.#svg.getBoundingClientRect();
      then(this.#from + ((event.clientX - left) / width) * (this.#to - this.#from));
    };
    this.#svg.addEventListener("pointermove", at);
    this.#svg.addEventListener("pointerdown", at);
  }

  #x(at: number): number {
    return ((at - this.#from) / (this.#to - this.#from)) * WIDTH;
  }

  #area(line: readonly Fix[], top: number): string {
    const x = (fix: Fix) => this.#x(fix[0]).toFixed(1);
    const points = line.map((fix) => `L${x(fix)} ${(HEIGHT * (1 - ((fix[3] ?? 0) * 3.6) / top)).toFixed(1)}`);
    return `M${x(line[0]!)} ${HEIGHT}${points.join("")}L${x(line.at(-1)!)} ${HEIGHT}z`;
  }
}

/** A quiet line at every 20 or 40 km/h. */
function* gridLines(top: number): Generator<SVGElement> {
  const step = top > 100 ? 40 : 20;
  for (let kmh = step; kmh < top; kmh += step) {
    const y = HEIGHT * (1 - kmh / top);
    yield element("line", { class: "chart-grid", x1: 0, x2: WIDTH, y1: y, y2: y });
  }
}

function element<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Record<string, string | number>,
): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
