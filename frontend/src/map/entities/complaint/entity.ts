import { describe } from "../entity";
import { placed } from "../place";
import { placeComplaint } from "./layer";
import Panel from "./Panel.svelte";
import Row from "./Row.svelte";
import { search } from "./search";
import { isDone } from "./symbol";

export const complaint = describe({
  face: "complaint",
  type: "complaint",
  gone: "detail.gone",
  Panel,
  title: ({ title }) => title,
  where: (id, { entities }) => placed(entities.now.complaint.get(id)),
  map: {
    layer: ({ status }) => (isDone(status) ? "done" : "complaints"),
    draw({ symbols }, id, face) {
      const place = face && placeComplaint(face);
      if (place) symbols.putThing(place);
      else symbols.removeThing({ type: "complaint", id });
    },
    select: ({ symbols }, id) => symbols.select("complaint", id),
  },
  search,
  list: {
    tab: "complaints",
    items: ({ entities }) => entities.complaints.open,
    key: ({ id }) => id,
    Row,
  },
});
