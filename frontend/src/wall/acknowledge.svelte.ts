/** Taking alarms: which are being taken, which this wall has taken, and which could not be. */

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
      const response = await fetch(`/api/v1/fleet/events/${id}/acknowledge`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-csrftoken": cookie("csrftoken") },
        body: JSON.stringify(note === "" ? {} : { note }),
      });
      if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
      this.taken = withOne(this.taken, id);
    } catch (error) {
      console.error(error);
      this.failed = withOne(this.failed, id);
    } finally {
      this.busy = without(this.busy, id);
    }
  }

  /** Forgets what the live data no longer holds, so that a wall that runs for months does not grow. */
  keep(known: ReadonlyMap<number, unknown>): void {
    for (const set of ["taken", "failed"] as const)
      if ([...this[set]].some((id) => !known.has(id)))
        this[set] = new Set([...this[set]].filter((id) => known.has(id)));
  }
}

function withOne(set: ReadonlySet<number>, id: number): ReadonlySet<number> {
  return new Set(set).add(id);
}

function without(set: ReadonlySet<number>, id: number): ReadonlySet<number> {
  return new Set([...set].filter((each) => each !== id));
}

function cookie(name: string): string {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return found?.slice(name.length + 1) ?? "";
}
