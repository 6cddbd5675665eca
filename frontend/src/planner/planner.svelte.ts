/** The state of the page and what the planner can do; the components only show it and call it. */
import type { MultiPolygon } from "geojson";
import { ApiError, call } from "../net/api";
import { local } from "../ui/storage";
import type {
  BatchVerb,
  ImportBatch,
  ImportReport,
  Saved,
  VersionRow,
  WorkingZone,
  ZoneFeature,
  ZoneFile,
  ZoneList,
  ZoneRow,
} from "./api";
import type { PlannerConfig, ZoneStyle } from "./config";
import { DraftKeeper } from "./draftKeeper";
import { explain } from "./explain";
import { bodyOf, emptyForm, formOf, type ZoneForm } from "./form";
import { GeometryHistory } from "./geometryHistory";
import type { MapEditor, Tool } from "./mapEditor";
import type { Surroundings } from "./surroundings";
import * as unsaved from "./unsaved";
import type { Say } from "./words";

export type StatusFilter = ZoneRow["status"] | "";

export interface Notice {
  tone: "good" | "warning" | "alarm" | "info";
  text: string;
  /** What the planner can do about it. */
  remedy?: "login" | "reload" | "recover";
}

export class Planner {
  list = $state<ZoneList>({ zones: [], matched: 0, counts: { draft: 0, published: 0, retired: 0 } });
  listed = $state(false);
  query = $state("");
  filter = $state<StatusFilter>("");
  imports = $state<ImportBatch[]>([]);

  /** Null while nothing is open; `zone` stays null for a new one. */
  open = $state(false);
  zone = $state<WorkingZone | null>(null);
  published = $state<ZoneFeature | null>(null);
  versions = $state<VersionRow[]>([]);
  form = $state<ZoneForm>(emptyForm());
  geometry = $state.raw<MultiPolygon | null>(null);
  compared = $state<number | null>(null);

  tool = $state<Tool | null>(null);
  radiusM = $state(1000);
  canUndo = $state(false);
  canRedo = $state(false);
  dirty = $state(false);
  /** Whether this browser keeps what is not saved yet: it may have no room. */
  keptHere = $state(true);
  busy = $state(false);
  notice = $state<Notice | null>(null);
  badField = $state<string | null>(null);

  #history = new GeometryHistory(null);
  #found: unsaved.Unsaved | null = null;
  #listAsked = 0;
  readonly #drafts = new DraftKeeper(local, (result) => {
    this.keptHere = result === "stored";
  });

  constructor(
    readonly config: PlannerConfig,
    readonly say: Say,
    readonly editor: (planner: Planner) => MapEditor,
    readonly surroundings: Surroundings,
  ) {
    this.#editor = editor(this);
    unsaved.prune(local, Date.now());
  }

  readonly #editor: MapEditor;

  get style(): ZoneStyle {
    const table = this.config.styles[this.form.kind] ?? {};
    const level = this.form.purpose === "hazard" ? this.form.level : null;
    const base = table[String(level ?? "")] ?? { color: "#9aa4b2", fillOpacity: 0.15 };
    return { color: this.form.color || base.color, fillOpacity: this.form.fill_opacity ?? base.fillOpacity };
  }

  get revision(): number {
    return this.zone?.properties.revision ?? 0;
  }

  async refreshList(): Promise<void> {
    const asked = ++this.#listAsked;
    const parameters = this.#listParameters();
    await this.#attempt(async () => {
      const list = await call<ZoneList>("GET", `/api/v1/zones/list?${parameters}`);
      if (asked !== this.#listAsked) return;
      this.list = list;
      this.listed = true;
    });
  }

  #listParameters(): URLSearchParams {
    const parameters = new URLSearchParams();
    if (this.query.trim() !== "") parameters.set("q", this.query.trim());
    if (this.filter !== "") parameters.set("status", this.filter);
    return parameters;
  }

  async openZone(id: number): Promise<void> {
    this.#drafts.flush();
    await this.#attempt(async () => {
      const file = await call<ZoneFile>("GET", `/api/v1/zones/${id}/draft`);
      this.#take(file.zone);
      this.published = file.public;
      this.versions = file.versions;
      this.#begin(id);
      this.#editor.fit();
    });
  }

  openNew(): void {
    this.#drafts.flush();
    this.zone = null;
    this.published = null;
    this.versions = [];
    this.form = emptyForm();
    this.#reset(null);
    this.#begin(null);
  }

  /** Writes what is not saved to this browser at once: the page may be gone in a moment. */
  leave(): void {
    this.#drafts.flush();
  }

  close(): void {
    this.#drafts.flush();
    this.useTool(null);
    this.open = false;
    this.zone = null;
    this.notice = null;
    this.#editor.show(null);
    this.#editor.compare(null);
    this.surroundings.hide(null);
    history.replaceState(null, "", "#");
  }

  /** The form changed by hand. */
  typed(): void {
    this.badField = null;
    this.#editor.look(this.style);
    this.#changed();
  }

  /** The outline changed by hand. */
  drawn(geometry: MultiPolygon | null): void {
    if (!this.#history.push(geometry)) return;
    this.#follow();
    this.#changed();
  }

  undo(): void {
    this.#step(this.#history.undo());
  }

  redo(): void {
    this.#step(this.#history.redo());
  }

  useTool(tool: Tool | null): void {
    this.tool = this.tool === tool ? null : tool;
    this.#editor.use(this.tool);
    this.surroundings.passive(this.tool !== null);
  }

  async save(): Promise<boolean> {
    const { geometry } = this;
    if (geometry === null) {
      this.notice = { tone: "warning", text: this.say("noOutline") };
      return false;
    }
    return this.#attempt(async () => {
      const body = bodyOf(this.form, geometry);
      const before = this.zone?.id ?? null;
      const saved = await (before === null
        ? call<Saved>("POST", "/api/v1/zones", body)
        : call<Saved>("PUT", `/api/v1/zones/${before}`, { ...body, revision: this.revision }));
      this.#drafts.drop();
      unsaved.forget(local, before);
      this.#take(saved.zone);
      this.notice =
        saved.repair?.needed === true
          ? { tone: "warning", text: this.say("repaired", { steps: saved.repair.steps.join(", ") }) }
          : { tone: "good", text: this.say("saved") };
      history.replaceState(null, "", `#zone=${saved.zone.id}`);
      await this.refreshList();
    });
  }

  async publish(note: string): Promise<boolean> {
    if ((this.dirty || this.zone === null) && !(await this.save())) return false;
    return this.#act("publish", { note }, (zone) => {
      const row = this.list.zones.find(({ id }) => id === zone.id);
      const word = row?.shown === false ? "publishedLater" : "publishedNow";
      return this.say(word, { version: zone.properties.published_version ?? 0 });
    });
  }

  retire(reason: string): Promise<boolean> {
    return this.#act("retire", { reason }, () => this.say("retiredNow"));
  }

  restore(number: number): Promise<boolean> {
    return this.#act("restore", { number }, () => this.say("restored", { number }));
  }

  /** Delete a draft that was never published. */
  async remove(): Promise<boolean> {
    const { zone } = this;
    if (zone === null) return false;
    return this.#attempt(async () => {
      await call("POST", `/api/v1/zones/${zone.id}/delete`, { revision: this.revision });
      this.discard();
      this.close();
      await this.refreshList();
      this.notice = { tone: "good", text: this.say("removedNow") };
    });
  }

  /** The rows after those that are listed. */
  async loadMore(): Promise<void> {
    const asked = this.#listAsked;
    const parameters = this.#listParameters();
    parameters.set("offset", String(this.list.zones.length));
    await this.#attempt(async () => {
      const more = await call<ZoneList>("GET", `/api/v1/zones/list?${parameters}`);
      if (asked !== this.#listAsked) return;
      const known = new Set(this.list.zones.map(({ id }) => id));
      this.list.zones.push(...more.zones.filter(({ id }) => !known.has(id)));
      this.list.matched = more.matched;
    });
  }

  async loadImports(): Promise<void> {
    await this.#attempt(async () => {
      this.imports = (await call<{ imports: ImportBatch[] }>("GET", "/api/v1/zones/imports")).imports;
    });
  }

  /** Publish, withdraw or remove all zones of an import. */
  async actOnImport(id: number, verb: BatchVerb, text: string): Promise<boolean> {
    return this.#attempt(async () => {
      const body = verb === "publish" ? { note: text } : { reason: text };
      await call("POST", `/api/v1/zones/imports/${id}/${verb}`, body);
      await Promise.all([this.loadImports(), this.refreshList(), this.surroundings.refresh()]);
    });
  }

  async compare(number: number | null): Promise<void> {
    this.compared = number;
    if (number === null || this.zone === null) {
      this.#editor.compare(this.published?.geometry ?? null);
      return;
    }
    const { id } = this.zone;
    await this.#attempt(async () => {
      this.#editor.compare(
        (await call<ZoneFeature>("GET", `/api/v1/zones/${id}/versions/${number}`)).geometry,
      );
    });
  }

  /** What was imported, or why it was not. */
  async importFile(order: Record<string, unknown>): Promise<ImportReport | Notice> {
    try {
      const report = await call<ImportReport>("POST", "/api/v1/zones/import", order);
      if (order.preview !== true) await Promise.all([this.refreshList(), this.loadImports()]);
      return report;
    } catch (error) {
      return explain(error, this.say);
    }
  }

  /** Take up what an earlier session left in this browser. */
  recover(): void {
    const found = this.#found;
    if (found === null) return;
    this.form = { ...emptyForm(), ...found.form };
    this.#history.push(found.geometry);
    this.#editor.show(found.geometry);
    this.#editor.look(this.style);
    this.#follow();
    this.#changed();
    this.notice = null;
    this.#editor.fit();
  }

  discard(): void {
    this.#drafts.drop();
    unsaved.forget(local, this.zone?.id ?? null);
    this.#found = null;
    this.notice = null;
  }

  #begin(id: number | null): void {
    this.open = true;
    this.compared = null;
    this.badField = null;
    this.notice = null;
    this.tool = null;
    this.#editor.use(null);
    this.#editor.compare(this.published?.geometry ?? null);
    this.surroundings.hide(id);
    history.replaceState(null, "", id === null ? "#new" : `#zone=${id}`);
    this.#found = unsaved.find(local, id);
    if (this.#found === null) return;
    const at = new Date(this.#found.at).toLocaleString(this.config.language === "id" ? "id-ID" : "en-GB");
    const word = this.#found.revision === this.revision ? "found" : "foundOld";
    this.notice = { tone: "info", text: this.say(word, { at }), remedy: "recover" };
  }

  #take(zone: WorkingZone): void {
    this.zone = zone;
    this.form = formOf(zone, this.config.timeZone);
    this.#reset(zone.geometry);
  }

  #reset(geometry: MultiPolygon | null): void {
    this.#history = new GeometryHistory(geometry);
    this.#editor.look(this.style);
    this.#editor.show(geometry);
    this.#follow();
    this.dirty = false;
  }

  #step(geometry: MultiPolygon | null): void {
    this.#editor.show(geometry);
    this.#follow();
    this.#changed();
  }

  #follow(): void {
    this.geometry = this.#history.current;
    this.canUndo = this.#history.canUndo;
    this.canRedo = this.#history.canRedo;
  }

  #changed(): void {
    this.dirty = true;
    if (this.notice?.tone === "good") this.notice = null;
    const zone = this.zone?.id ?? null;
    this.#drafts.changed(zone, () => {
      const { form, geometry, revision } = this;
      return { form: $state.snapshot(form), geometry, revision, at: Date.now() };
    });
  }

  async #act(
    verb: string,
    body: Record<string, unknown>,
    tell: (zone: WorkingZone) => string,
  ): Promise<boolean> {
    const { zone } = this;
    if (zone === null) return false;
    return this.#attempt(async () => {
      await call<Saved>("POST", `/api/v1/zones/${zone.id}/${verb}`, { revision: this.revision, ...body });
      this.#drafts.drop();
      unsaved.forget(local, zone.id);
      const file = await call<ZoneFile>("GET", `/api/v1/zones/${zone.id}/draft`);
      this.#take(file.zone);
      this.published = file.public;
      this.versions = file.versions;
      this.compared = null;
      this.#editor.compare(file.public?.geometry ?? null);
      await Promise.all([this.refreshList(), this.surroundings.refresh()]);
      this.notice = { tone: "good", text: tell(file.zone) };
    });
  }

  async #attempt(work: () => Promise<void>): Promise<boolean> {
    this.busy = true;
    try {
      await work();
      return true;
    } catch (error) {
      this.notice = this.#explain(error);
      return false;
    } finally {
      this.busy = false;
    }
  }

  #explain(error: unknown): Notice {
    if (error instanceof ApiError) this.badField = error.field;
    const notice = explain(error, this.say);
    // Nobody is told that a drawing is safe here when this browser had no room for it.
    this.#drafts.flush();
    return this.keptHere ? notice : { ...notice, text: `${notice.text} ${this.say("notKept")}` };
  }
}
