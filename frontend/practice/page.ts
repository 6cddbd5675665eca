/** The wall's page as Django renders it, with what Vite built. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

type Manifest = Record<string, { file: string; css?: string[]; imports?: string[] }>;

export function page(dist: string, language: string): string {
  const manifest = JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8")) as Manifest;
  const entry = manifest["frontend/src/wall/main.ts"]!;
  const chunks = [...(entry.imports ?? []).map((name) => manifest[name]!), entry];
  const styles = chunks
    .flatMap((chunk) => chunk.css ?? [])
    .map((css) => `<link rel="stylesheet" href="/static/frontend/dist/${css}">`);
  const config = {
    wsPath: "/ws/live",
    tileUrl: "",
    tileAttribution: "",
    region: {
      name: "Kabupaten Karo",
      center: [3.1, 98.3],
      zoom: 11,
      bounds: [
        [2.83, 97.87],
        [3.33, 98.66],
      ],
    },
    timeZone: "Asia/Jakarta",
    zoneLabel: "WIB",
    demo: true,
    language,
    user: { name: "Operator", role: "operator" },
    pages: [{ path: "/wall/", title: "Peta pantau" }],
    mayAcknowledge: true,
    caseUrl: "/desk/{code}/",
  };
  return `<!doctype html><html lang="${language}" data-theme="dark" data-icons="/static/frontend/dist/${manifest["frontend/src/ui/icons/sprite.svg"]!.file}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Practice</title>
<link rel="stylesheet" href="/static/leaflet/leaflet.css"><script src="/static/leaflet/leaflet.js"></script>${styles.join("")}
<script type="module" src="/static/frontend/dist/${entry.file}"></script></head>
<body><main><div id="wall"></div><script type="application/json" id="wall-config">${JSON.stringify(config)}</script></main></body></html>`;
}
