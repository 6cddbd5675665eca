/** What can be put on and off on the map, in the order of its legend. */
export const LAYERS = [
  "vehicles",
  "complaints",
  "done",
  "cameras",
  "hazard",
  "tourism",
  "other",
  "tiles",
] as const;
export type LayerName = (typeof LAYERS)[number];
