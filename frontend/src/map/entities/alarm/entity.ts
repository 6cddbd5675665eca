import { describe } from "../entity";
import { atPosition, placed } from "../place";
import { nameOf } from "./alarms";
import Panel from "./Panel.svelte";

export const alarm = describe({
  face: "vehicle_event",
  type: "alarm",
  gone: "alarms.gone",
  Panel,
  title: (face, { entities }) => nameOf(face, entities.now.vehicle.get(face.vehicle)),
  /** What has been taken here is gone here, even while the server's word of it is on the way. */
  find: (id, { acknowledging, entities }) =>
    acknowledging.taken.has(id) ? undefined : entities.get("vehicle_event", id),
  onMap: ({ vehicle }) => ({ type: "vehicle", id: vehicle }),
  where(id, { entities, positions }) {
    const face = entities.now.vehicle_event.get(id);
    return face ? (atPosition(face.vehicle, positions) ?? placed(face)) : null;
  },
});
