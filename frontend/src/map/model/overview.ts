/** The lists and numbers that the wall shows of all its entities, kept face by face as they change. */
import type { Camera, CameraStage, Complaint, VehicleEvent, VehicleKind, Zone } from "../../net/live/types";
import { byUrgency } from "../entities/alarm/alarms";
import { type ComplaintLook, complaintLook } from "../entities/complaint/symbol";
import type { FaceChange } from "./entityStore";
import { SortedFaces, Tally } from "./sortedFaces";

/** What zones of one look have in common, and how many they are. */
export interface ZoneLook extends Pick<Zone, "purpose" | "kind" | "level" | "color"> {
  count: number;
}

const URGENCY: readonly ComplaintLook[] = ["emergency", "high", "new", "working", "answered", "done"];

export class Overview {
  /** The open ones, the most urgent first. */
  readonly openComplaints = new SortedFaces<Complaint>(
    (a, b) => rank(a) - rank(b) || b.created_at.localeCompare(a.created_at),
  );
  readonly faultyCameras = new SortedFaces<Camera>((a, b) => a.id - b.id);
  readonly alarms = new SortedFaces<VehicleEvent>(byUrgency);
  readonly complaintLooks = new Tally<ComplaintLook>();
  readonly cameraStages = new Tally<CameraStage>();
  readonly vehicleKinds = new Tally<VehicleKind>();
  readonly #zoneLooks = new Map<string, ZoneLook>();

  apply({ type, before, after }: FaceChange): void {
    switch (type) {
      case "complaint":
        this.openComplaints.change(ifOpen(before), ifOpen(after));
        count(this.complaintLooks, before, after, complaintLook);
        break;
      case "camera":
        this.faultyCameras.change(ifFaulty(before), ifFaulty(after));
        count(this.cameraStages, before, after, ({ stage }) => stage);
        break;
      case "zone":
        if (before !== undefined) this.#countLook(before, -1);
        if (after !== undefined) this.#countLook(after, 1);
        break;
      case "vehicle":
        count(this.vehicleKinds, before, after, ({ kind }) => kind);
        break;
      case "vehicle_event":
        this.alarms.change(before, after);
    }
  }

  zoneLooks(): ZoneLook[] {
    return [...this.#zoneLooks.values()];
  }

  #countLook({ purpose, kind, level, color }: Zone, by: 1 | -1): void {
    const key = `${purpose} ${kind} ${level} ${color}`;
    const count = (this.#zoneLooks.get(key)?.count ?? 0) + by;
    if (count === 0) this.#zoneLooks.delete(key);
    else this.#zoneLooks.set(key, { purpose, kind, level, color, count });
  }
}

function rank(complaint: Complaint): number {
  return URGENCY.indexOf(complaintLook(complaint));
}

function ifOpen(complaint: Complaint | undefined): Complaint | undefined {
  return complaint && complaintLook(complaint) !== "done" ? complaint : undefined;
}

function ifFaulty(camera: Camera | undefined): Camera | undefined {
  return camera?.stage === "faulty" ? camera : undefined;
}

function count<F, K>(
  tally: Tally<K>,
  before: F | undefined,
  after: F | undefined,
  key: (face: F) => K,
): void {
  if (before !== undefined) tally.add(key(before), -1);
  if (after !== undefined) tally.add(key(after), 1);
}
