import type { Complaint, ComplaintStatus, Priority } from "../../../net/live/types";
import { circle, diamond, HALO, type MapSymbol } from "../../core/symbols";

const TRIANGLE = "M0 -7.5L7.6 5.8H-7.6z";
const BANG = "M-1 -4.4H1L0.7 1.2H-0.7zM-1 2.4H1V4.4H-1z";
const CHECK = "M-3 0.2L-0.9 2.4L3.2 -2.3";

/** What a complaint asks of the people in front of the wall. */
export type ComplaintLook = "emergency" | "high" | "new" | "working" | "answered" | "done";

const DONE: readonly ComplaintStatus[] = ["rejected", "merged", "answered", "closed", "archived"];
const WAITING: readonly ComplaintStatus[] = ["received", "reopened"];

export function isDone(status: ComplaintStatus): boolean {
  return DONE.includes(status);
}

export function complaintLook(complaint: { status: ComplaintStatus; priority: Priority }): ComplaintLook {
  if (isDone(complaint.status)) return "done";
  if (complaint.status === "followed_up") return "answered";
  if (complaint.priority === "emergency") return "emergency";
  if (complaint.priority === "high") return "high";
  return WAITING.includes(complaint.status) ? "new" : "working";
}

/** The token of the colour in which a complaint's text may be written. */
export const COMPLAINT_TONE: Record<ComplaintLook, string> = {
  emergency: "alarm",
  high: "warning",
  new: "attention",
  working: "info",
  answered: "good",
  done: "stale",
};

export const COMPLAINT_SYMBOLS: Record<ComplaintLook, MapSymbol> = {
  emergency: {
    radius: 13,
    parts: [
      { d: diamond(10), ...HALO },
      { d: diamond(10), fill: "alarm" },
      { d: BANG, fill: "map-halo" },
    ],
  },
  high: {
    radius: 11,
    parts: [
      { d: TRIANGLE, ...HALO },
      { d: TRIANGLE, fill: "warning" },
      { d: BANG, fill: "map-halo", scale: 0.75 },
    ],
  },
  new: {
    radius: 8,
    parts: [
      { d: circle(5.5), ...HALO },
      { d: circle(5.5), fill: "attention" },
    ],
  },
  working: {
    radius: 8,
    parts: [
      { d: circle(5), fill: "map-halo", ...HALO },
      { d: circle(4.75), stroke: "info", width: 1.75 },
      { d: "M0 -4.75A4.75 4.75 0 0 1 0 4.75z", fill: "info" },
    ],
  },
  answered: {
    radius: 8,
    parts: [
      { d: circle(5.5), fill: "map-halo", ...HALO },
      { d: circle(5.25), stroke: "good", width: 1.5 },
      { d: CHECK, stroke: "good", width: 1.5 },
    ],
  },
  done: {
    radius: 7,
    parts: [
      { d: circle(3.5), fill: "map-halo", ...HALO },
      { d: circle(3.5), stroke: "stale", width: 1.5 },
    ],
  },
};

export function complaintSymbol(complaint: Pick<Complaint, "status" | "priority">): MapSymbol {
  return COMPLAINT_SYMBOLS[complaintLook(complaint)];
}
