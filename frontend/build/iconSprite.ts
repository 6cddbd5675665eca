import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Plugin } from "vite";

const TEMPLATE_ICON = /\{%\s*icon\s+"([a-z0-9/-]+)"/g;
const SOURCE = "frontend/src/ui/icons";

/**
 * Builds one SVG sprite of the icons in use: those named in any room's templates, and those listed in
 * frontend/src/ui/icons/names.json. "maki/hospital" comes from Maki, any other name from Lucide.
 */
export function iconSprite(root: string): Plugin {
  return {
    name: "pantau-icon-sprite",
    apply: "build",
    buildStart() {
      this.addWatchFile(resolve(root, SOURCE, "names.json"));
    },
    generateBundle() {
      const symbols = [...wanted(root)].sort().map((name) => symbol(root, name));
      this.emitFile({
        type: "asset",
        name: "icons.svg",
        originalFileName: `${SOURCE}/sprite.svg`,
        source: `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`,
      });
    },
  };
}

function wanted(root: string): Set<string> {
  const names = new Set<string>(
    JSON.parse(readFileSync(resolve(root, SOURCE, "names.json"), "utf8")) as string[],
  );
  for (const file of templates(root)) {
    for (const match of readFileSync(file, "utf8").matchAll(TEMPLATE_ICON)) names.add(match[1]!);
  }
  return names;
}

/** The HTML files under every room's templates folder. */
function templates(root: string): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((room) => room.isDirectory() && existsSync(resolve(root, room.name, "templates")))
    .flatMap((room) => {
      const folder = resolve(root, room.name, "templates");
      return readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".html"))
        .map((file) => resolve(folder, file));
    });
}

function symbol(root: string, name: string): string {
  const maki = name.startsWith("maki/");
  const file = maki
    ? resolve(root, "node_modules/@mapbox/maki/icons", `${name.slice(5)}.svg`)
    : resolve(root, "node_modules/lucide-static/icons", `${name}.svg`);
  if (!existsSync(file)) throw new Error(`icon ${name}: ${file} does not exist`);
  const svg = readFileSync(file, "utf8");
  const body = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>")).trim();
  const viewBox = /viewBox="([^"]+)"/.exec(svg)?.[1] ?? "0 0 24 24";
  const paint = maki
    ? 'fill="currentColor"'
    : 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';
  return `<symbol id="${name.replace("/", "-")}" viewBox="${viewBox}" ${paint}>${body.replace(/\s+/g, " ")}</symbol>`;
}
