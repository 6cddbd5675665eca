/** The alarms: their order, and what they are called. */
import type { Vehicle, VehicleEvent } from "../../../net/live/types";
import { unix } from "../../../ui/format";

/** Calls for help first, then everything newest first. */
export function byUrgency(one: VehicleEvent, other: VehicleEvent): number {
  return (
    Number(other.kind === "sos") - Number(one.kind === "sos") ||
    unix(other.time) - unix(one.time) ||
    other.id - one.id
  );
}

export function calls(alarms: readonly VehicleEvent[]): VehicleEvent[] {
  return alarms.filter((event) => event.kind === "sos");
}

/** The name of the alarm's `vehicle`; its number when that is not among those that this wall knows. */
export function nameOf(event: VehicleEvent, vehicle: Vehicle | undefined): string {
  return vehicle?.name ?? `#${event.vehicle}`;
}
