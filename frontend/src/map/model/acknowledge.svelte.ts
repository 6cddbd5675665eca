/** Taking alarms: which are being taken, which this wall has taken, and which could not be. */
import { call } from "../../net/api";

export class Acknowledging {
  /** Asked for, and not yet answered. */
  busy = $state.raw<ReadonlySet<number>>(new Set());
  /** The server has said yes: gone here, even while its word to all walls is still on the way. */
  taken = $state.raw<ReadonlySet<number>>(new Set());
  /** Not taken: the server could not be reached, or said no. */
  failed = $state.raw<ReadonlySet<number>>(new Set());

  async take(id: number, note = ""): Promise<void> {
    if (this.busy.has(id) || this.taken.has(id)) return;
    this.busy = withOne(this.busy, id);
    this.failed = without(this.failed, id);
    try {
      await call("POST", `/api/v1/fleet/events/${id}/acknowledge`, note === "" ? {} : { note });
      this.taken = withOne(this.taken, id);
    } catch (error) {
      console.error(error);
      this.failed = withOne(this.failed, id);
    } finally {
      this.busy = without(this.busy, id);
    }
  }

  /** The live data no longer holds it, so that a wall that runs for months does not grow. */
  forget(id: number): void {
    if (this.taken.has(id)) this.taken = without(this.taken, id);
    if (this.failed.has(id)) this.failed = without(this.failed, id);
  }
}

function withOne(set: ReadonlySet<number>, id: number): ReadonlySet<number> {
  return new Set(set).add(id);
}

function without(set: ReadonlySet<number>, id: number): ReadonlySet<number> {
  return new Set([...set].filter((each) => each !== id));
}
