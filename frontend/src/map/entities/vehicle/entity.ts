import type { Silent } from "../../model/model.svelte";
import { describe } from "../entity";
import { atPosition } from "../place";
import Panel from "./Panel.svelte";
import Row from "./Row.svelte";
import { search } from "./search";

export const vehicle = describe({
  face: "vehicle",
  type: "vehicle",
  gone: "detail.gone",
  Panel,
  title: ({ name }) => name,
  where: (id, { positions }) => atPosition(id, positions),
  map: {
    layer: () => "vehicles",
    // Its layer draws the positions, and asks for a face where it needs one.
    draw: () => undefined,
    select: ({ vehicles }, id) => vehicles.select(id),
  },
  search,
  list: {
    tab: "vehicles",
    /** Those that fell silent last come first, those never heard of last. */
    items: ({ silent, neverHeard }): readonly Silent[] & { slice(start: number, end: number): Silent[] } => [
      ...silent,
      ...neverHeard.map(({ id }) => ({ vehicle: id, fixTime: null })),
    ],
    key: (item) => item.vehicle,
    Row,
  },
});
