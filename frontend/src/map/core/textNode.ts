/**
 * What Leaflet shows of the product's own data. Leaflet sets a string as HTML; an element it appends as it is. So every
 * tooltip, popup, marker and attribution is made here, and `htmlSinks.test.ts` refuses any other way.
 */

const SVG = "http://www.w3.org/2000/svg";

/** Text for a tooltip, a popup or a marker. */
export function textNode(text: string): HTMLElement {
  const element = document.createElement("span");
  element.textContent = text;
  return element;
}

/** An SVG element; `divIcon` takes it like any other element, which Leaflet's types do not know. */
export function svgElement(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  children: readonly Element[] = [],
): HTMLElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element as Element as HTMLElement;
}

/** An icon of the page's sprite. */
export function iconElement(name: string): HTMLElement {
  const sprite = document.documentElement.dataset.icons ?? "";
  const use = svgElement("use", { href: `${sprite}#${name}` });
  return svgElement("svg", { class: "icon", "aria-hidden": "true" }, [use]);
}

/**
 * The map source's attribution as HTML for Leaflet's control, which joins strings: text and links to http and https
 * addresses remain, every other element is reduced to its text.
 */
export function attributionHtml(attribution: string): string {
  const parsed = new DOMParser().parseFromString(attribution, "text/html");
  const line = document.createElement("span");
  appendPlain(parsed.body, line);
  return line.innerHTML;
}

function appendPlain(from: Node, to: Element): void {
  for (const node of from.childNodes) {
    if (node instanceof Text) to.append(node.data);
    else if (node instanceof HTMLAnchorElement && /^https?:$/.test(node.protocol)) {
      const link = document.createElement("a");
      link.href = node.href;
      link.rel = "noreferrer";
      appendPlain(node, link);
      to.append(link);
    } else appendPlain(node, to);
  }
}
