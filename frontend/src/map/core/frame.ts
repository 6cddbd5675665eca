/**
 * Work for the next frame. What is asked for while a frame's work runs still belongs to that frame, so that a change and
 * the drawings that follow from it cost one frame; work that has run in a frame already waits for the next one.
 */
export type FrameWork = (now: number) => void;

let waiting = new Set<FrameWork>();
let done: Set<FrameWork> | null = null;
let running: Set<FrameWork> | null = null;

export function nextFrame(work: FrameWork): void {
  if (running !== null && !done!.has(work)) {
    running.add(work);
    return;
  }
  if (waiting.size === 0) requestAnimationFrame(run);
  waiting.add(work);
}

export function cancelFrame(work: FrameWork): void {
  waiting.delete(work);
  running?.delete(work);
}

function run(now: number): void {
  running = waiting;
  waiting = new Set();
  done = new Set();
  try {
    // A set is gone through in the order of adding, with what is added on the way.
    for (const work of running) {
      done.add(work);
      attempt(work, now);
    }
  } finally {
    running = done = null;
  }
}

/** One that fails does not keep the others from their frame; its error is the page's, as from any callback. */
function attempt(work: FrameWork, now: number): void {
  try {
    work(now);
  } catch (error) {
    reportError(error);
  }
}
