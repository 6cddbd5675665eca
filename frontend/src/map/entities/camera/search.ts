import type { Camera } from "../../../net/live/types";
import type { FaceSearch } from "../search";

export const search: FaceSearch<Camera> = {
  names: ({ name }) => [name],
  place: ({ place }) => place,
  found: ({ name, place, lon, lat }) => ({ title: name, detail: place, place: { lon, lat } }),
};
