import { describe, expect, it } from "vitest";
import { decodeFrame, emptyRecord, encodeFrame, STATE } from "../../../net/live/frames";
import { PositionStore } from "../../../net/live/positions";
import type { Camera, Vehicle, Zone } from "../../../net/live/types";
import { bearingDeg, distanceM, misfit, nearestUnits, sees, zonesThatHold } from "./nearby";

const PLACE = { lon: 98.5, lat: 3.1 };
const CAMERA = {
  ...PLACE,
  bearing: 0,
  fov: 60,
  range_m: 200,
  stage: "active",
} as Camera;

describe("the surroundings of a place", () => {
  it("are measured on the ground", () => {
    expect(distanceM(PLACE, { lon: 98.5, lat: 4.1 })).toBeCloseTo(111_195, -1);
    expect(bearingDeg(PLACE, { lon: 98.6, lat: 3.1 })).toBeCloseTo(90, 1);
  });

  it("rank free units by distance and leave out the silent, the busy and those in need", () => {
    const store = new PositionStore();
    const unit = (vehicle: number, lat: number, fixTime: number, state = 0) => ({
      ...emptyRecord(),
      vehicle,
      lonE7: 985_000_000,
      latE7: Math.round(lat * 1e7),
      fixTime,
      state,
    });
    const records = [
      unit(1, 3.2, 1000),
      unit(2, 3.11, 1000),
      unit(3, 3.1, 100),
      unit(4, 3.1, 1000, STATE.sos),
    ];
    const header = {
      kind: "snapshot",
      epoch: 1,
      sequence: 1,
      cell: 0,
      serverTime: 0,
    } as const;
    store.apply(decodeFrame(encodeFrame(header, records)));
    expect(
      nearestUnits(PLACE, store, (vehicle) => vehicle !== 5, 1010, 300).map((near) => near.vehicle),
    ).toEqual([2, 1]);
    const fit = (vehicle: number) => (vehicle === 1 ? 0 : 1);
    expect(nearestUnits(PLACE, store, () => true, 1010, 300, fit).map((near) => near.vehicle)).toEqual([
      1, 2,
    ]);
  });

  it("send rescuers to an emergency before the answering agency's trucks, and those before any other", () => {
    const emergency = { priority: "emergency", agency_id: 7 } as const;
    const unit = (kind: Vehicle["kind"], agency_id = 3) => ({ kind, agency_id }) as Vehicle;
    const units = [unit("truck"), unit("excavator", 7), unit("ambulance")];
    expect(units.map((each) => misfit(emergency, each))).toEqual([2, 1, 0]);
    expect(units.map((each) => misfit({ ...emergency, priority: "high" }, each))).toEqual([0, 0, 0]);
  });

  it.each([
    [0, 0.001, true],
    [0.001, 0, false],
    [0, -0.001, false],
    [0, 0.01, false],
  ])("are seen by a camera that looks north: %f east, %f north", (east, north, seen) => {
    expect(sees(CAMERA, { lon: PLACE.lon + east, lat: PLACE.lat + north })).toBe(seen);
  });

  it("are seen all around by a camera that turns", () => {
    expect(sees({ ...CAMERA, bearing: null }, { lon: 98.501, lat: 3.1 })).toBe(true);
  });

  it("lie in a zone, but not in its hole", () => {
    const square = (half: number) => [
      [98.5 - half, 3.1 - half],
      [98.5 + half, 3.1 - half],
      [98.5 + half, 3.1 + half],
      [98.5 - half, 3.1 + half],
      [98.5 - half, 3.1 - half],
    ];
    const ring = {
      id: 1,
      level: 1,
      geometry: {
        type: "MultiPolygon",
        coordinates: [[square(0.1), square(0.05)]],
      },
    } as Zone;
    expect(zonesThatHold(PLACE, [ring])).toEqual([]);
    expect(zonesThatHold({ lon: 98.58, lat: 3.1 }, [ring])).toEqual([ring]);
  });
});
