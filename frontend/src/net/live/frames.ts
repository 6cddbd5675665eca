/** Decodes the binary position frames of docs/live-protocol.md (version 1, little endian). */

export const HEADER_BYTES = 32;
export const RECORD_BYTES = 28;
export const UNKNOWN = 65535;
export const VERSION = 1;

export const STATE = {
  moving: 1,
  ignitionKnown: 2,
  ignitionOn: 4,
  sos: 8,
  externalPower: 16,
  lowBattery: 32,
  /** The vehicle has no position, or none for this viewer: nothing but its number counts. */
  withdrawn: 32_768,
} as const;

export type FrameKind = "changes" | "snapshot";

/** One position as it travels: degrees x 1e7, 0.01 m/s, 0.01 degree, Unix seconds, metres; 65535 is unknown. */
export interface PositionRecord {
  vehicle: number;
  lonE7: number;
  latE7: number;
  speedCms: number;
  courseCdeg: number;
  fixTime: number;
  arrival: number;
  state: number;
  accuracyM: number;
}

export interface Frame {
  kind: FrameKind;
  epoch: number;
  sequence: number;
  cell: number;
  /** Unix seconds of the server's clock. */
  serverTime: number;
  count: number;
  /** Reads record `index` into `into`, so that ten thousand records need no ten thousand objects. */
  read(index: number, into: PositionRecord): void;
}

export class FrameError extends Error {}

export function emptyRecord(): PositionRecord {
  return {
    vehicle: 0,
    lonE7: 0,
    latE7: 0,
    speedCms: UNKNOWN,
    courseCdeg: UNKNOWN,
    fixTime: 0,
    arrival: 0,
    state: 0,
    accuracyM: UNKNOWN,
  };
}

/** Throws FrameError if the bytes are no frame of this version. Records may grow at their end in later versions. */
export function decodeFrame(buffer: ArrayBuffer): Frame {
  if (buffer.byteLength < HEADER_BYTES)
    throw new FrameError(`frame of ${buffer.byteLength} bytes has no header`);
  const view = new DataView(buffer);
  const version = view.getUint8(0);
  const kind = view.getUint8(1);
  const size = view.getUint16(2, true);
  const count = view.getUint32(24, true);
  if (version !== VERSION) throw new FrameError(`protocol version ${version}, expected ${VERSION}`);
  if (kind > 1) throw new FrameError(`unknown frame kind ${kind}`);
  if (size < RECORD_BYTES) throw new FrameError(`records of ${size} bytes, expected ${RECORD_BYTES}`);
  if (buffer.byteLength !== HEADER_BYTES + count * size) {
    throw new FrameError(
      `${count} records of ${size} bytes do not fill a frame of ${buffer.byteLength} bytes`,
    );
  }
  return {
    kind: kind === 1 ? "snapshot" : "changes",
    epoch: view.getUint32(4, true),
    sequence: view.getUint32(8, true),
    cell: view.getUint32(12, true),
    serverTime: view.getFloat64(16, true),
    count,
    read: (index, into) => readRecord(view, HEADER_BYTES + index * size, into),
  };
}

/** Whether the bytes are a frame of the version that is read here; looks at nothing else. */
export function isReadable(buffer: ArrayBuffer): boolean {
  return buffer.byteLength >= HEADER_BYTES && new DataView(buffer).getUint8(0) === VERSION;
}

function readRecord(view: DataView, at: number, into: PositionRecord): void {
  into.vehicle = view.getUint32(at, true);
  into.lonE7 = view.getInt32(at + 4, true);
  into.latE7 = view.getInt32(at + 8, true);
  into.speedCms = view.getUint16(at + 12, true);
  into.courseCdeg = view.getUint16(at + 14, true);
  into.fixTime = view.getUint32(at + 16, true);
  into.arrival = view.getUint32(at + 20, true);
  into.state = view.getUint16(at + 24, true);
  into.accuracyM = view.getUint16(at + 26, true);
}

export interface FrameHeader {
  kind: FrameKind;
  epoch: number;
  sequence: number;
  cell: number;
  serverTime: number;
}

/** The other direction, for the tests and the practice server. */
export function encodeFrame(header: FrameHeader, records: readonly PositionRecord[]): ArrayBuffer {
  const buffer = new ArrayBuffer(HEADER_BYTES + records.length * RECORD_BYTES);
  const view = new DataView(buffer);
  view.setUint8(0, VERSION);
  view.setUint8(1, header.kind === "snapshot" ? 1 : 0);
  view.setUint16(2, RECORD_BYTES, true);
  view.setUint32(4, header.epoch, true);
  view.setUint32(8, header.sequence, true);
  view.setUint32(12, header.cell, true);
  view.setFloat64(16, header.serverTime, true);
  view.setUint32(24, records.length, true);
  records.forEach((record, index) => {
    const at = HEADER_BYTES + index * RECORD_BYTES;
    view.setUint32(at, record.vehicle, true);
    view.setInt32(at + 4, record.lonE7, true);
    view.setInt32(at + 8, record.latE7, true);
    view.setUint16(at + 12, record.speedCms, true);
    view.setUint16(at + 14, record.courseCdeg, true);
    view.setUint32(at + 16, record.fixTime, true);
    view.setUint32(at + 20, record.arrival, true);
    view.setUint16(at + 24, record.state, true);
    view.setUint16(at + 26, record.accuracyM, true);
  });
  return buffer;
}
