/** How long to wait before the next try: doubling from 0.5 s to 15 s, with jitter so that walls do not come all at once. */
const FIRST_MS = 500;
const LAST_MS = 15_000;

/** Milliseconds before try number `attempt` (0 is the first after a loss); `random` gives 0..1. */
export function delayMs(attempt: number, random: () => number): number {
  const ceiling = Math.min(LAST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return FIRST_MS + random() * (ceiling - FIRST_MS);
}
