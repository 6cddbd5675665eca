import { existsSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { iconSprite } from "./frontend/build/iconSprite";

const SOURCE = resolve(import.meta.dirname, "frontend/src");

/** Every folder of frontend/src with a main.ts is an entry, named after the folder. */
function entries(): Record<string, string> {
  return Object.fromEntries(
    readdirSync(SOURCE, { withFileTypes: true })
      .filter((folder) => folder.isDirectory())
      .map((folder) => [folder.name, resolve(SOURCE, folder.name, "main.ts")] as const)
      .filter(([, file]) => existsSync(file)),
  );
}

export default defineConfig({
  plugins: [svelte(), iconSprite(import.meta.dirname)],
  base: "./",
  publicDir: false,
  build: {
    outDir: "frontend/static/frontend/dist",
    emptyOutDir: true,
    manifest: true,
    target: "es2022",
    assetsInlineLimit: 2048,
    rollupOptions: { input: entries() },
  },
  test: {
    include: ["frontend/src/**/*.test.ts"],
    environment: "node",
  },
});
