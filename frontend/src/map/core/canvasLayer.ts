/**
 * A Leaflet layer that is one canvas over the whole map: keeps its size, the device's pixel ratio, dragging and the zoom
 * animation right, and asks its subclass to draw at most once a frame.
 */
import type * as Leaflet from "leaflet";
import { cancelFrame, nextFrame } from "./frame";

const L = window.L as typeof Leaflet;

/** What a drawing must know: CSS pixels of the canvas, and where web-mercator 0..1 lies in them. */
export interface View {
  width: number;
  height: number;
  /** Device pixels per CSS pixel. */
  ratio: number;
  zoom: number;
  /** CSS pixels of the whole world at this zoom. */
  worldPx: number;
  /** World pixels at the canvas's upper left corner. */
  left: number;
  top: number;
}

interface ZoomAnimation extends Leaflet.LeafletEvent {
  center: Leaflet.LatLng;
  zoom: number;
}

/** Leaflet's own renderers need this too; it is not in its public types. */
interface MapInternals {
  _getNewPixelOrigin(center: Leaflet.LatLng, zoom: number): Leaflet.Point;
  _animatingZoom: boolean;
}

const REDRAWS = "resize viewreset zoomend moveend";

export abstract class CanvasLayer extends L.Layer {
  protected canvas: HTMLCanvasElement | null = null;
  protected map: Leaflet.Map | null = null;
  #context: CanvasRenderingContext2D | null = null;
  #drawnAt: CSSNumberish | null = null;
  #center: Leaflet.LatLng | null = null;
  #zoom = 0;
  readonly #inFrame = (now: number) => {
    // A drag may have drawn this very frame already, in step with the map's own movement.
    const drawn = document.timeline.currentTime !== null && this.#drawnAt === document.timeline.currentTime;
    if (drawn) this.invalidate();
    else this.#redraw(now);
  };
  readonly #onFonts = () => this.fontsLoaded();
  readonly #pane: string;
  readonly #padding: number;

  /**
   * `padding`: how far the canvas reaches beyond the map on each side, in parts of the map's size. A padded canvas moves
   * with the map and is drawn anew only when a movement ends or its edge comes into view; without padding it is drawn at
   * every step.
   */
  constructor(pane: string, padding = 0) {
    super();
    this.#pane = pane;
    this.#padding = padding;
  }

  /** A point of the map (CSS pixels) in the canvas's own. */
  protected toCanvas(x: number, y: number): Leaflet.Point {
    return this.map!.containerPointToLayerPoint([x, y]).subtract(L.DomUtil.getPosition(this.canvas!));
  }

  /** Draws the whole view; the canvas is not cleared before. */
  protected abstract draw(context: CanvasRenderingContext2D, view: View, now: number): void;

  /** Draw again in the next frame. Cheap to call often. */
  invalidate(): void {
    if (this.map !== null) nextFrame(this.#inFrame);
  }

  /** Texts may be drawn in another font now than before. */
  protected fontsLoaded(): void {
    this.invalidate();
  }

  override onAdd(map: Leaflet.Map): this {
    this.map = map;
    this.canvas = L.DomUtil.create("canvas", "map-canvas leaflet-zoom-animated", map.getPane(this.#pane));
    this.canvas.setAttribute("aria-hidden", "true");
    this.#context = this.canvas.getContext("2d")!;
    map.on("move", this.#onMove, this);
    map.on(REDRAWS, this.#onRedraw, this);
    map.on("zoomanim", this.#onZoomAnimation as Leaflet.LeafletEventHandlerFn, this);
    document.fonts.addEventListener("loadingdone", this.#onFonts);
    this.#redraw(performance.now());
    return this;
  }

  override onRemove(map: Leaflet.Map): this {
    map.off("move", this.#onMove, this);
    map.off(REDRAWS, this.#onRedraw, this);
    map.off("zoomanim", this.#onZoomAnimation as Leaflet.LeafletEventHandlerFn, this);
    document.fonts.removeEventListener("loadingdone", this.#onFonts);
    cancelFrame(this.#inFrame);
    this.canvas?.remove();
    this.canvas = this.#context = this.map = null;
    return this;
  }

  #onRedraw(): void {
    if (!this.#animating()) this.#redraw(performance.now());
  }

  #onMove(): void {
    if (this.#animating() || this.#covers()) return;
    this.#redraw(performance.now());
  }

  /** Whether a padded canvas still reaches beyond every edge of the map. */
  #covers(): boolean {
    const { map } = this;
    if (this.#padding === 0 || map === null || map.getZoom() !== this.#zoom) return false;
    const corner = this.toCanvas(0, 0);
    const spare = map.getSize().multiplyBy(2 * this.#padding);
    return corner.x >= 0 && corner.y >= 0 && corner.x <= spare.x && corner.y <= spare.y;
  }

  #animating(): boolean {
    return (this.map as unknown as MapInternals | null)?._animatingZoom ?? false;
  }

  #onZoomAnimation(event: ZoomAnimation): void {
    const { map, canvas } = this;
    if (map === null || canvas === null || this.#center === null) return;
    const scale = map.getZoomScale(event.zoom, this.#zoom);
    const half = map.getSize().multiplyBy(0.5 + this.#padding);
    const origin = (map as unknown as MapInternals)._getNewPixelOrigin(event.center, event.zoom);
    const corner = half.multiplyBy(-scale).add(map.project(this.#center, event.zoom)).subtract(origin);
    L.DomUtil.setTransform(canvas, corner, scale);
  }

  #redraw(now: number): void {
    const { map, canvas } = this;
    if (map === null || canvas === null || this.#context === null) return;
    if (this.#animating()) {
      this.invalidate();
      return;
    }
    const view = this.#view(map);
    const [width, height] = [Math.round(view.width * view.ratio), Math.round(view.height * view.ratio)];
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
      canvas.style.width = `${view.width}px`;
      canvas.style.height = `${view.height}px`;
    }
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint(map.getSize().multiplyBy(-this.#padding)));
    this.#center = map.getCenter();
    this.#zoom = view.zoom;
    this.#drawnAt = document.timeline.currentTime;
    this.draw(this.#context, view, now);
  }

  #view(map: Leaflet.Map): View {
    const size = map.getSize().multiplyBy(1 + 2 * this.#padding);
    const corner = map.getPixelBounds().min!.subtract(map.getSize().multiplyBy(this.#padding));
    const zoom = map.getZoom();
    return {
      width: size.x,
      height: size.y,
      ratio: window.devicePixelRatio || 1,
      zoom,
      worldPx: 256 * 2 ** zoom,
      left: corner.x,
      top: corner.y,
    };
  }
}
