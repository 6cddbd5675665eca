/**
 * Every symbol of the map, drawn once: the canvas, the legend and the lists all take them from here. Coordinates are CSS
 * pixels around the symbol's own point; colours are names of design tokens. Shape says the same as colour.
 */
import type { CameraStage, Complaint, ComplaintStatus, Priority } from "../../net/live/entities";

export interface Part {
  d: string;
  fill?: string;
  stroke?: string;
  width?: number;
  dash?: readonly number[];
  /** Clockwise degrees around the point. */
  rotate?: number;
  scale?: number;
  /** Moves the path by that much on both axes, before it is scaled: a glyph whose grid starts at its corner. */
  shift?: number;
  opacity?: number;
}

export interface MapSymbol {
  /** Half of the side of the square that holds it. */
  radius: number;
  parts: readonly Part[];
}

export function circle(radius: number): string {
  return `M${-radius} 0a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0z`;
}

export function diamond(radius: number): string {
  return `M0 ${-radius}L${radius} 0L0 ${radius}L${-radius} 0z`;
}

const TRIANGLE = "M0 -7.5L7.6 5.8H-7.6z";
const BANG = "M-1 -4.4H1L0.7 1.2H-0.7zM-1 2.4H1V4.4H-1z";
const CHECK = "M-3 0.2L-0.9 2.4L3.2 -2.3";
const CROSS = "M-2.6 -2.6L2.6 2.6M2.6 -2.6L-2.6 2.6";

/** What a complaint asks of the people in front of the wall. */
export type ComplaintLook = "emergency" | "high" | "new" | "working" | "answered" | "done";

const DONE: readonly ComplaintStatus[] = ["rejected", "merged", "answered", "closed", "archived"];
const WAITING: readonly ComplaintStatus[] = ["received", "reopened", "returned"];

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

const HALO = { stroke: "map-halo", width: 3 } as const;

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

const CAMERA_BODY =
  "M-6 -3.5a1.5 1.5 0 0 1 1.5 -1.5h6a1.5 1.5 0 0 1 1.5 1.5v7a1.5 1.5 0 0 1 -1.5 1.5h-6a1.5 1.5 0 0 1 -1.5 -1.5z";
const CAMERA_LENS = "M4 -1.4L7.5 -3.6V3.6L4 1.4z";

export const CAMERA_TONE: Record<CameraStage, string> = {
  planned: "stale",
  installed: "special",
  active: "info",
  faulty: "alarm",
};

const BODY_HALO: Part = {
  d: CAMERA_BODY + CAMERA_LENS,
  fill: "map-halo",
  ...HALO,
};

export const CAMERA_SYMBOLS: Record<CameraStage, MapSymbol> = {
  planned: {
    radius: 10,
    parts: [
      BODY_HALO,
      { d: CAMERA_BODY, stroke: "stale", width: 1.25, dash: [2, 2] },
      { d: CAMERA_LENS, stroke: "stale", width: 1 },
    ],
  },
  installed: {
    radius: 10,
    parts: [
      BODY_HALO,
      { d: CAMERA_BODY, stroke: "special", width: 1.5 },
      { d: CAMERA_LENS, stroke: "special", width: 1.25 },
    ],
  },
  active: {
    radius: 10,
    parts: [BODY_HALO, { d: CAMERA_BODY + CAMERA_LENS, fill: "info" }, { d: circle(2), fill: "map-halo" }],
  },
  faulty: {
    radius: 10,
    parts: [
      BODY_HALO,
      { d: CAMERA_BODY, stroke: "alarm", width: 1.5 },
      { d: CAMERA_LENS, stroke: "alarm", width: 1.25 },
      { d: CROSS, stroke: "alarm", width: 1.75 },
    ],
  },
};
