import type { Zone } from "../../../net/live/types";
import type { FaceSearch } from "../search";

export const search: FaceSearch<Zone> = {
  names: ({ name, name_en }) => [name, name_en],
  place: () => "",
  found: ({ name }) => ({ title: name, detail: "", place: null }),
};
