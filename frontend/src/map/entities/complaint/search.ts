import type { Complaint } from "../../../net/live/types";
import { placed } from "../place";
import type { FaceSearch } from "../search";

export const search: FaceSearch<Complaint> = {
  names: ({ code, title }) => [code, title],
  place: ({ place }) => place,
  found: (face) => ({
    title: face.title,
    detail: `${face.code} · ${face.place}`,
    place: placed(face),
  }),
};
