import type { Vehicle } from "../../../net/live/types";
import type { FaceSearch } from "../search";

export const search: FaceSearch<Vehicle> = {
  names: ({ plate, name }) => [plate, plate.replace(/\s/g, ""), name],
  place: () => "",
  found: ({ name, plate, agency }) => ({
    title: name,
    detail: [plate, agency].filter(Boolean).join(" · "),
    place: null,
  }),
};
