import { describe } from "../entity";
import Panel from "./Panel.svelte";
import { search } from "./search";

export const zone = describe({
  face: "zone",
  type: "zone",
  gone: "detail.gone",
  Panel,
  title: ({ name }) => name,
  where(id, _model, { zones }) {
    const bounds = zones.bounds(id);
    return bounds && { bounds: [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()] };
  },
  map: {
    layer: ({ purpose }) => purpose,
    draw({ zones, zoneNames }, id, face) {
      if (face) {
        zones.put(face);
        zoneNames.put(face);
      } else {
        zones.remove(id);
        zoneNames.remove(id);
      }
    },
    select: ({ zones }, id) => zones.select(id),
  },
  search,
});
