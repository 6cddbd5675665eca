import { beforeEach, expect, it, vi } from "vitest";
import { cancelFrame, nextFrame } from "./frame";

let frames: ((now: number) => void)[] = [];
const drawFrame = () => {
  const due = frames;
  frames = [];
  for (const each of due) each(16);
};

beforeEach(() => {
  drawFrame();
  vi.stubGlobal("requestAnimationFrame", (callback: (now: number) => void) => frames.push(callback));
});

it("does a piece of work once, however often it was asked for", () => {
  const work = vi.fn();
  nextFrame(work);
  nextFrame(work);
  drawFrame();
  expect(work).toHaveBeenCalledTimes(1);
});

it("draws in the same frame what another piece of work asks for", () => {
  const draw = vi.fn();
  nextFrame(() => nextFrame(draw));
  drawFrame();
  expect(draw).toHaveBeenCalledTimes(1);
});

it("leaves to the next frame what asks for itself again, as a movement does", () => {
  let steps = 0;
  const move = () => {
    if (++steps < 3) nextFrame(move);
  };
  nextFrame(move);
  drawFrame();
  expect(steps).toBe(1);
  drawFrame();
  drawFrame();
  expect(steps).toBe(3);
});

it("does the others' work when one fails, and says what failed", () => {
  const said = vi.fn();
  vi.stubGlobal("reportError", said);
  const work = vi.fn();
  nextFrame(() => {
    throw new Error("broken");
  });
  nextFrame(work);
  drawFrame();
  expect(work).toHaveBeenCalled();
  expect(String(said.mock.calls[0]![0])).toContain("broken");
});

it("does not do what was cancelled", () => {
  const work = vi.fn();
  nextFrame(work);
  cancelFrame(work);
  drawFrame();
  expect(work).not.toHaveBeenCalled();
});
