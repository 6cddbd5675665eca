import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { htmlSinks } from "../../../build/htmlSinks";

const SOURCE = resolve(import.meta.dirname, "../..");
const HELPER = "map/core/textNode.ts";

const files = readdirSync(SOURCE, { recursive: true, encoding: "utf-8" })
  .filter((file) => /\.(ts|svelte)$/.test(file) && !file.endsWith(".test.ts"))
  .filter((file) => file !== HELPER);

/**
 * The complaint form is sent by fetch, and a page of this server answers it, as a navigation would have it. That page is
 * parsed into a document that runs nothing; what people wrote in it has been escaped by its template.
 */
const EXCEPTIONS = ["forms/complaint/answeredPage.ts: calls parseFromString"];

test("no text of the product becomes HTML but through the helper", { timeout: 60_000 }, () => {
  expect(files.length).toBeGreaterThan(100);
  const found = files.flatMap((file) => htmlSinks(readFileSync(resolve(SOURCE, file), "utf-8"), file));
  expect(found).toEqual(EXCEPTIONS);
});

test("only the complaint form reads a page as HTML", () => {
  const users = files.filter((file) => /\binertPage\b/.test(readFileSync(resolve(SOURCE, file), "utf-8")));
  expect(users.sort()).toEqual(["forms/complaint/answeredPage.ts", "forms/complaint/form.ts"]);
});

describe("the rule refuses", () => {
  test.each([
    "mark.bindTooltip(complaint.title)",
    'mark.bindTooltip("")',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source code
    "mark.bindPopup(`<b>${name}</b>`)",
    "mark.bindTooltip(() => zone.name)",
    "mark.bindTooltip(() => { return zone.name; })",
    "mark.bindTooltip(known ? textNode(name) : name)",
    "mark.setTooltipContent(plate)",
    "mark.setPopupContent(plate)",
    "L.popup().setContent(plate)",
    "map.openPopup(plate, at)",
    "map.attributionControl.addAttribution(source)",
    "L.divIcon({ className, html })",
    'L.divIcon({ html: "<i></i>" })',
    "L.tileLayer(url, { attribution })",
    "L.control.attribution({ prefix: name })",
    "element.innerHTML = text",
    "element.innerHTML += text",
    "element.outerHTML = text",
    "frame.srcdoc = text",
    'element.insertAdjacentHTML("beforeend", text)',
    "document.write(text)",
    "range.createContextualFragment(text)",
    'new DOMParser().parseFromString(text, "text/html")',
    'element.setAttribute("onclick", text)',
    "eval(text)",
    "new Function(text)",
    "map.pm.setLang(name, texts)",
  ])("%s", (code) => {
    expect(htmlSinks(code, "example.ts")).toHaveLength(1);
  });

  test("{@html} and the script of a Svelte component", () => {
    const component = "<script>\nmark.bindPopup(name);\n</script>\n<p>{@html name}</p>";
    expect(htmlSinks(component, "Example.svelte")).toHaveLength(2);
  });
});

test.each([
  "mark.bindTooltip(textNode(complaint.title), { sticky: true })",
  "mark.bindTooltip(() => textNode(zone.name))",
  "mark.openTooltip()",
  "L.divIcon({ className })",
  "L.divIcon({ html: complaint ? symbolSvg(symbol) : false })",
  "L.tileLayer(url, { attribution: attributionHtml(text) })",
  "map.attributionControl.setPrefix(false)",
  "element.textContent = text",
])("the rule lets %s pass", (code) => {
  expect(htmlSinks(code, "example.ts")).toEqual([]);
});
