import "../ui/page";
import type * as Leaflet from "leaflet";
import { mount } from "svelte";
import { readConfig } from "./config";
import { contextOf } from "./context";
import List from "./List.svelte";
import { MapEditor } from "./mapEditor";
import Panel from "./Panel.svelte";
import { Planner } from "./planner.svelte";
import "./planner.css";
import { Surroundings } from "./surroundings";
import Tools from "./Tools.svelte";
import { speaker } from "./words";

/** django-leaflet makes the map when the page has loaded, which is after this module ran. */
window.addEventListener("map:init", (event) => {
  start((event as CustomEvent<{ map: Leaflet.Map }>).detail.map);
});

function start(map: Leaflet.Map): void {
  const config = readConfig(document);
  const surroundings = new Surroundings(map, config, (zone) => void planner.openZone(zone));
  const planner: Planner = new Planner(
    config,
    speaker(config.language),
    (made) =>
      new MapEditor(map, {
        drawn: (geometry) => made.drawn(geometry),
        toolEnded: () => made.useTool(null),
        radiusM: () => Math.min(200_000, Math.max(10, made.radiusM || 10)),
      }),
    surroundings,
  );
  for (const [id, component] of [
    ["planner-list", List],
    ["planner-tools", Tools],
    ["planner-panel", Panel],
  ] as const)
    mount(component, { target: place(id), context: contextOf(planner) });
  if (config.bounds) map.fitBounds(config.bounds, { padding: [12, 12] });
  new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(map.getContainer());
  listenToKeys(planner);
  window.addEventListener("pagehide", () => planner.leave());
  window.addEventListener("beforeunload", (event) => {
    planner.leave();
    if (planner.dirty) event.preventDefault();
  });
  void planner.refreshList();
  void surroundings.refresh();
  const asked = /^#zone=(\d+)$/.exec(location.hash);
  if (asked) void planner.openZone(Number(asked[1]));
  else if (location.hash === "#new") planner.openNew();
}

function place(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no #${id}`);
  return element;
}

function listenToKeys(planner: Planner): void {
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLElement && event.target.matches("input, textarea, select");
    const command = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (event.key === "Escape" && planner.tool !== null) planner.useTool(null);
    else if (!planner.open || !command) return;
    else if (key === "s") void planner.save();
    else if (!typing && (key === "y" || (key === "z" && event.shiftKey))) planner.redo();
    else if (!typing && key === "z") planner.undo();
    else return;
    event.preventDefault();
  });
}
