import { describe, expect, it } from "vitest";
import type { Vehicle, VehicleEvent } from "../../../net/live/types";
import { byUrgency, calls, nameOf } from "./alarms";
import { ALARM_SYMBOLS, alarmLook } from "./symbol";

function alarm(id: number, minute: number, fields: Partial<VehicleEvent> = {}): VehicleEvent {
  const time = `2026-03-01T08:${String(minute).padStart(2, "0")}:00Z`;
  return {
    id,
    kind: "overspeed",
    severity: 1,
    vehicle: 1,
    time,
    since: time,
    lon: 98.49,
    lat: 3.1,
    detail: {},
    ...fields,
  };
}

const inOrder = (events: readonly VehicleEvent[]) => [...events].sort(byUrgency);
const ids = (list: readonly VehicleEvent[]) => list.map((each) => each.id);

describe("the list of alarms", () => {
  it("begins with the newest", () => {
    expect(ids(inOrder([alarm(1, 5), alarm(2, 9), alarm(3, 7)]))).toEqual([2, 3, 1]);
  });

  it("keeps a call for help on top, however old it is", () => {
    const call = alarm(1, 0, { kind: "sos", severity: 2 });
    expect(ids(inOrder([alarm(2, 30, { severity: 2 }), call, alarm(3, 59)]))).toEqual([1, 3, 2]);
  });

  it("orders what happened in one moment by its number, so that rows do not jump", () => {
    expect(ids(inOrder([alarm(4, 5), alarm(6, 5), alarm(5, 5)]))).toEqual([6, 5, 4]);
  });

  it("compares times of different spelling as times", () => {
    const offset = alarm(1, 0, { time: "2026-03-01T16:00:00+07:00" });
    expect(ids(inOrder([offset, alarm(2, 30)]))).toEqual([1, 2]);
  });

  it("finds the calls for help", () => {
    expect(ids(calls([alarm(1, 5), alarm(2, 9, { kind: "sos" })]))).toEqual([2]);
  });
});

describe("an alarm", () => {
  it("tells its severity by the shape of its symbol", () => {
    const shapes = Object.values(ALARM_SYMBOLS).map((symbol) => symbol.parts[0]!.d);
    expect(new Set(shapes).size).toBe(3);
    expect(alarmLook(alarm(1, 0))).toBe("warning");
    expect(alarmLook(alarm(1, 0, { severity: 2 }))).toBe("alarm");
    expect(alarmLook(alarm(1, 0, { kind: "sos", severity: 1 }))).toBe("sos");
  });

  it("is called by its vehicle's name, or by the number of a vehicle that is not shown here", () => {
    expect(nameOf(alarm(1, 0), { name: "Ambulans 3" } as Vehicle)).toBe("Ambulans 3");
    expect(nameOf(alarm(1, 0, { vehicle: 9 }), undefined)).toBe("#9");
  });
});
