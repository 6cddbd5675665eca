import type { Camera } from "../../../net/live/types";
import { mercatorPlace, type Placed, type Underlay, type UnderlayView } from "../../core/symbolScene";
import { coneOutline } from "./cone";
import { CAMERA_SYMBOLS, CAMERA_TONE } from "./symbol";

/** Between the looks of complaints: a faulty one comes after those of high priority, any other after those answered. */
const [FAULTY_RANK, RANK] = [2.5, 5.5];

export function placeCamera(camera: Camera): Placed {
  return {
    ...mercatorPlace(camera.lon, camera.lat),
    thing: { type: "camera", id: camera.id },
    symbol: CAMERA_SYMBOLS[camera.stage],
    rank: camera.stage === "faulty" ? FAULTY_RANK : RANK,
    label: camera.name,
    underlay: fieldOfView(camera),
  };
}

function fieldOfView(camera: Camera): Underlay {
  const { stage, bearing, fov, range_m } = camera;
  return {
    key: `${stage} ${bearing} ${fov} ${range_m}`,
    draw: (context, on) => drawCone(context, on, camera),
  };
}

function drawCone(context: CanvasRenderingContext2D, on: UnderlayView, camera: Camera): void {
  context.beginPath();
  for (const [lon, lat] of coneOutline(camera)) {
    const point = on.at(lon, lat);
    context.lineTo(point.x, point.y);
  }
  context.closePath();
  const colour = on.colour(CAMERA_TONE[camera.stage]);
  context.fillStyle = colour;
  context.strokeStyle = colour;
  if (camera.stage === "active") {
    context.globalAlpha = on.selected ? 0.3 : 0.13;
    context.fill();
  }
  context.globalAlpha = on.selected ? 1 : 0.5;
  context.lineWidth = on.selected ? 2 : 1;
  if (camera.stage === "planned") context.setLineDash([3, 4]);
  if (camera.stage === "faulty") context.setLineDash([8, 4]);
  context.stroke();
}
