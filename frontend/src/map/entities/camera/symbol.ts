import type { CameraStage } from "../../../net/live/types";
import { circle, HALO, type MapSymbol, type Part } from "../../core/symbols";

const CROSS = "M-2.6 -2.6L2.6 2.6M2.6 -2.6L-2.6 2.6";
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
