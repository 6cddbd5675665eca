import { describe } from "../entity";
import { placed } from "../place";
import { placeCamera } from "./layer";
import Panel from "./Panel.svelte";
import Row from "./Row.svelte";
import { search } from "./search";

export const camera = describe({
  face: "camera",
  type: "camera",
  gone: "detail.gone",
  Panel,
  title: ({ name }) => name,
  where: (id, { entities }) => placed(entities.now.camera.get(id)),
  map: {
    layer: () => "cameras",
    draw({ symbols }, id, face) {
      if (face) symbols.putThing(placeCamera(face));
      else symbols.removeThing({ type: "camera", id });
    },
    select: ({ symbols }, id) => symbols.select("camera", id),
  },
  search,
  list: {
    tab: "cameras",
    items: ({ entities }) => entities.cameras.faulty,
    key: ({ id }) => id,
    Row,
  },
});
