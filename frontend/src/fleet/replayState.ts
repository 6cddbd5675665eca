/** What a vehicle did at a moment: the one truth of the strip, the list and the map of a replay. Pure. */
import type { PartKind, VehicleTrack } from "./replayData";
import type { ReplayTrack } from "./replayTrack";

export interface Part {
  readonly kind: PartKind;
  readonly from: number;
  readonly to: number;
}

export interface State {
  /** "before" anything is known of it; "never" where nothing is known at all. */
  readonly kind: PartKind | "before" | "never";
  /** When that began. */
  readonly since: number;
}

/** The hours of a vehicle without holes, from the first moment that is known to `until`: drives, stops and silences.
 *
 * The server's parts hold; where it has made none yet, the fixes say when it moved, stood and was silent.
 */
export function partsOf(vehicle: Pick<VehicleTrack, "parts">, track: ReplayTrack, until: number): Part[] {
  const made = vehicle.parts.map(([kind, from, to]): Part => ({ kind, from, to }));
  const heard = track.lines
    .flatMap((line) => joined(partsOfLine(line)))
    .flatMap((part) => outside(part, made));
  const known = [...made, ...heard].sort((a, b) => a.from - b.from);
  const whole: Part[] = [];
  for (const part of known) {
    const end = whole.at(-1)?.to;
    if (end !== undefined && part.from > end) whole.push({ kind: "gap", from: end, to: part.from });
    whole.push(part);
  }
  const end = whole.at(-1)?.to;
  if (end !== undefined && end < until) whole.push({ kind: "gap", from: end, to: until });
  return joined(whole);
}

/** The state at a moment, of the parts that `partsOf` gives. */
export function stateAt(parts: readonly Part[], moment: number): State {
  const first = parts[0];
  if (first === undefined) return { kind: "never", since: moment };
  if (moment < first.from) return { kind: "before", since: moment };
  const part = parts.findLast(({ from }) => from <= moment)!;
  // The fix that ends the last part is still of it; after it nothing is known.
  return moment > part.to ? { kind: "gap", since: part.to } : { kind: part.kind, since: part.from };
}

function partsOfLine(line: ReplayTrack["lines"][number]): Part[] {
  const steps = line.slice(1).map((fix, index): Part => {
    const before = line[index]!;
    return { kind: before[5] !== 0 ? "drive" : "stop", from: before[0], to: fix[0] };
  });
  const only = line[0]!;
  return steps.length > 0 ? steps : [{ kind: only[5] !== 0 ? "drive" : "stop", from: only[0], to: only[0] }];
}

/** What of a part lies in none of the others. */
function outside(part: Part, others: readonly Part[]): Part[] {
  let left = [part];
  for (const other of others) {
    left = left.flatMap(({ kind, from, to }) => {
      if (other.to <= from || other.from >= to)
        return other.from <= from && to <= other.to ? [] : [{ kind, from, to }];
      const rest: Part[] = [];
      if (from < other.from) rest.push({ kind, from, to: other.from });
      if (other.to < to) rest.push({ kind, from: other.to, to });
      return rest;
    });
  }
  return left;
}

/** Neighbours of one kind as one part. */
function joined(parts: readonly Part[]): Part[] {
  const found: Part[] = [];
  for (const part of parts) {
    const last = found.at(-1);
    if (last !== undefined && last.kind === part.kind && last.to === part.from) {
      found[found.length - 1] = { ...last, to: part.to };
    } else found.push(part);
  }
  return found;
}
