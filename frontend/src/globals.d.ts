/** Leaflet is loaded by django-leaflet before any module of a page with a map. */
import type * as Leaflet from "leaflet";

declare global {
  interface Window {
    L: typeof Leaflet;
  }
}
