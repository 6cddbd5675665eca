import { describe, expect, it } from "vitest";
import type { LiveEvent } from "./messages";
import { applyEvent, applySnapshot, emptyState, reach } from "./state";

const start = applySnapshot({
  op: "snapshot",
  number: 5,
  state: { report: [{ id: 1 }], camera: [{ id: 7 }] },
});

function event(number: number, type: string, data: LiveEvent["data"]): LiveEvent {
  return { op: "event", number, type, at: "2026-01-01T00:00:00Z", data };
}

describe("the live state", () => {
  it("is what the snapshot says", () => {
    expect(start.number).toBe(5);
    expect([...start.entities.report.keys()]).toEqual([1]);
    expect(start.entities.zone.size).toBe(0);
  });

  it("takes a changed entity whole", () => {
    const next = applyEvent(start, event(6, "report.changed", { id: 1, title: "Longsor" }));
    expect(next.entities.report.get(1)).toEqual({ id: 1, title: "Longsor" });
    expect(next.number).toBe(6);
  });

  it("loses a removed entity", () => {
    expect(applyEvent(start, event(6, "report.removed", { id: 1 })).entities.report.size).toBe(0);
  });

  it("accepts holes in the numbers", () => {
    expect(applyEvent(start, event(90, "camera.changed", { id: 8 })).number).toBe(90);
  });

  it("is not changed by an event that it holds already", () => {
    const next = applyEvent(start, event(6, "report.removed", { id: 1 }));
    expect(applyEvent(next, event(6, "report.changed", { id: 1 }))).toBe(next);
  });

  it("never changes the state that it was given", () => {
    applyEvent(start, event(6, "report.removed", { id: 1 }));
    expect(start.entities.report.size).toBe(1);
  });

  it("leaves other entities' maps as they are, so that only what changed is drawn again", () => {
    const next = applyEvent(start, event(6, "report.changed", { id: 2 }));
    expect(next.entities.camera).toBe(start.entities.camera);
    expect(next.entities.report).not.toBe(start.entities.report);
  });

  it("goes past events that it does not know", () => {
    const next = applyEvent(start, event(6, "weather.changed", { id: 1 }));
    expect(next).toEqual({ ...start, number: 6 });
  });

  it("takes no event before the snapshot", () => {
    const empty = emptyState();
    expect(applyEvent(empty, event(6, "report.changed", { id: 1 }))).toBe(empty);
  });

  it("moves its number forward only", () => {
    expect(reach(start, 3)).toBe(start);
    expect(reach(start, 12).number).toBe(12);
  });
});
