import { describe, expect, it } from "vitest";
import { ReplayClock } from "./replayClock";

/** Runs the clock for so many milliseconds of the viewer, in frames of 100. */
function run(clock: ReplayClock, ms: number, from = 5000): void {
  for (let now = from; now <= from + ms; now += 100) clock.advance(now);
}

describe("the clock of a replay", () => {
  it("stands until it is played", () => {
    const clock = new ReplayClock(1000, 2000);
    run(clock, 1000);
    expect([clock.at, clock.playing]).toEqual([1000, false]);
  });

  it("passes as many seconds in a second as its speed says", () => {
    const clock = new ReplayClock(1000, 2000, 60);
    clock.play();
    run(clock, 2000);
    expect(clock.at).toBeCloseTo(1120);
  });

  it("keeps its place when the speed changes", () => {
    const clock = new ReplayClock(0, 10_000, 600);
    clock.play();
    run(clock, 1000);
    clock.set(1);
    run(clock, 1000, 6100);
    expect(clock.at).toBeCloseTo(601.1, 0);
  });

  it("stops at the end and begins anew from there", () => {
    const clock = new ReplayClock(0, 100, 600);
    clock.play();
    run(clock, 3000);
    expect([clock.at, clock.playing]).toEqual([100, false]);
    clock.play();
    expect([clock.at, clock.playing]).toEqual([0, true]);
  });

  it("never leaves its time", () => {
    const clock = new ReplayClock(0, 100);
    clock.seek(500);
    expect(clock.at).toBe(100);
    clock.by(-1000);
    expect(clock.at).toBe(0);
  });

  it("does not leap after the page was hidden", () => {
    const clock = new ReplayClock(0, 100_000, 60);
    clock.play();
    clock.advance(0);
    clock.advance(3_600_000);
    expect(clock.at).toBeLessThanOrEqual(15);
  });

  it("goes through its speeds and no further", () => {
    const clock = new ReplayClock(0, 1, 300);
    clock.faster();
    clock.faster();
    expect(clock.speed).toBe(600);
    for (let n = 0; n < 20; n++) clock.slower();
    expect(clock.speed).toBe(1);
  });
});
