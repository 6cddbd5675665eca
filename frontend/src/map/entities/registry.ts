/** Every entity of the map, in the order of the list's tabs. Adding one: its folder, and its line here. */
import type { LiveModel } from "../model/model.svelte";
import type { Selection, SelectionType } from "../model/selection";
import { alarm } from "./alarm/entity";
import { camera } from "./camera/entity";
import { complaint } from "./complaint/entity";
import type { MapEntity } from "./entity";
import { vehicle } from "./vehicle/entity";
import { zone } from "./zone/entity";

export const ENTITIES: readonly MapEntity[] = [complaint, vehicle, camera, zone, alarm];

export function entityOf(type: SelectionType): MapEntity {
  return ENTITIES.find((entity) => entity.type === type)!;
}

/** What is called so on the map; an effect that asks runs again when the face changes. */
export function titleOf({ type, id }: Selection, model: LiveModel): string {
  const entity = entityOf(type);
  const face = model.entities.get(entity.face, id);
  return face ? entity.title(face, model) : "";
}
