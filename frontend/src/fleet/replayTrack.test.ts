import { describe, expect, it } from "vitest";
import { ReplayTrack } from "./replayTrack";
import type { Fix } from "./track";

const fix = (at: number, lon: number, moving = 1, course: number | null = 90): Fix => [
  at,
  lon,
  3,
  10,
  course,
  moving,
];

describe("where a vehicle was", () => {
  const track = new ReplayTrack([
    [fix(100, 98.0), fix(110, 98.1), fix(120, 98.3, 0)],
    [fix(2000, 99.0), fix(2010, 99.1)],
  ]);

  it("lies between the fixes around the moment", () => {
    const place = track.at(105)!;
    expect(place.lon).toBeCloseTo(98.05);
    expect([place.certainty, place.moving, place.since]).toEqual(["known", true, 100]);
  });

  it("is a fix's own place at its time", () => {
    expect(track.at(110)!.lon).toBeCloseTo(98.1);
    expect(track.at(120)!.lon).toBeCloseTo(98.3);
  });

  it("is the last known place through a silence, and does not move", () => {
    expect(
      [track.at(500)!, track.at(1999)!].map(({ lon, certainty, moving }) => [lon, certainty, moving]),
    ).toEqual([
      [98.3, "gap", false],
      [98.3, "gap", false],
    ]);
  });

  it("is not known before the first fix and no more after the last", () => {
    expect(track.at(50)!.certainty).toBe("before");
    expect(track.at(5000)!.certainty).toBe("after");
  });

  it("is nowhere without a fix", () => {
    expect(new ReplayTrack([[]]).at(5)).toBeNull();
  });

  it("hears the device with more to say where two speak at once", () => {
    const two = new ReplayTrack([
      [fix(100, 50), fix(130, 50)],
      [fix(100, 98), fix(110, 98), fix(120, 98)],
    ]);
    expect(two.lines).toHaveLength(1);
    expect(two.at(115)!.lon).toBe(98);
  });

  it("takes fixes of one moment as they come", () => {
    const double = new ReplayTrack([[fix(100, 98), fix(100, 98.2), fix(110, 98.4)]]);
    expect(double.at(100)!.lon).toBeCloseTo(98.2);
  });
});
