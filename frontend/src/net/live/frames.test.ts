import { describe, expect, it } from "vitest";
import { decodeFrame, emptyRecord, encodeFrame, FrameError, HEADER_BYTES } from "./frames";

const HEADER = {
  kind: "snapshot",
  epoch: 7,
  sequence: 41,
  cell: 12_884_901,
  serverTime: 1_790_000_000.25,
} as const;
const RECORD = {
  vehicle: 4_000_000_001,
  lonE7: 983_912_345,
  latE7: -31_234_567,
  speedCms: 1_234,
  courseCdeg: 35_999,
  fixTime: 1_790_000_000,
  arrival: 1_790_000_002,
  state: 9,
  accuracyM: 65_535,
};

/** The record's bytes as the protocol's table lays them out, by hand. */
function bytesByHand(): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(60));
  view.setUint8(0, 1);
  view.setUint8(1, 1);
  view.setUint16(2, 28, true);
  view.setUint32(4, 7, true);
  view.setUint32(8, 41, true);
  view.setUint32(12, 12_884_901, true);
  view.setFloat64(16, 1_790_000_000.25, true);
  view.setUint32(24, 1, true);
  view.setUint32(32, RECORD.vehicle, true);
  view.setInt32(36, RECORD.lonE7, true);
  view.setInt32(40, RECORD.latE7, true);
  view.setUint16(44, RECORD.speedCms, true);
  view.setUint16(46, RECORD.courseCdeg, true);
  view.setUint32(48, RECORD.fixTime, true);
  view.setUint32(52, RECORD.arrival, true);
  view.setUint16(56, RECORD.state, true);
  view.setUint16(58, RECORD.accuracyM, true);
  return view.buffer as ArrayBuffer;
}

describe("a position frame", () => {
  it("is read as the protocol lays it out", () => {
    const frame = decodeFrame(bytesByHand());
    const record = emptyRecord();
    frame.read(0, record);
    expect(frame).toMatchObject({ ...HEADER, count: 1 });
    expect(record).toEqual(RECORD);
  });

  it("is encoded to the same bytes", () => {
    expect(new Uint8Array(encodeFrame(HEADER, [RECORD]))).toEqual(new Uint8Array(bytesByHand()));
  });

  it("may be empty", () => {
    expect(decodeFrame(encodeFrame(HEADER, [])).count).toBe(0);
  });

  it.each([
    ["a short header", new ArrayBuffer(HEADER_BYTES - 1)],
    ["another version", changed(0, 2)],
    ["an unknown kind", changed(1, 7)],
    ["a wrong record size", changed(2, 20)],
    ["a wrong count", changed(24, 2)],
  ])("is refused with %s", (_name, buffer) => {
    expect(() => decodeFrame(buffer)).toThrow(FrameError);
  });
});

function changed(at: number, value: number): ArrayBuffer {
  const buffer = bytesByHand();
  new Uint8Array(buffer)[at] = value;
  return buffer;
}
