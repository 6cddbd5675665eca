/** Vehicles that wander about Karo: most move, some stand, some have fallen silent, one calls for help. */
import { type PositionRecord, STATE } from "../src/net/live/frames";
import { mulberry } from "./random";

const CENTRE = { lon: 98.37, lat: 3.1 };
const SPREAD_DEG = 0.3;
const METRES_PER_DEGREE = 111_195;

interface Wanderer {
  record: PositionRecord;
  speed: number;
  course: number;
  reports: boolean;
}

export class Fleet {
  readonly #random = mulberry(20_260_101);
  readonly #vehicles: Wanderer[];

  /** `calling`: whether one of them calls for help. */
  constructor(count: number, calling = true) {
    this.#vehicles = Array.from({ length: count }, (_, index) => this.#make(index + 1));
    const caller = this.#vehicles[6];
    if (calling && caller) caller.record.state |= STATE.sos;
  }

  get ids(): number[] {
    return this.#vehicles.map(({ record }) => record.vehicle);
  }

  /** All records, or only those of vehicles that still report. */
  records(reportingOnly: boolean): PositionRecord[] {
    return this.#vehicles.filter(({ reports }) => reports || !reportingOnly).map(({ record }) => record);
  }

  move(seconds: number, now: number): void {
    for (const vehicle of this.#vehicles) {
      if (!vehicle.reports) continue;
      const { record } = vehicle;
      record.fixTime = Math.floor(now);
      record.arrival = Math.floor(now);
      if (vehicle.speed === 0) continue;
      vehicle.course = (vehicle.course + (this.#random() - 0.5) * 20 + 360) % 360;
      const angle = (vehicle.course * Math.PI) / 180;
      const step = (vehicle.speed * seconds * 1e7) / METRES_PER_DEGREE;
      record.lonE7 += Math.round(Math.sin(angle) * step);
      record.latE7 += Math.round(Math.cos(angle) * step);
      record.courseCdeg = Math.round(vehicle.course * 100) % 36_000;
    }
  }

  #make(vehicle: number): Wanderer {
    const now = Math.floor(Date.now() / 1000);
    const random = this.#random;
    const kind = random();
    const speed = kind < 0.7 ? 4 + random() * 18 : 0;
    const silent = kind > 0.88;
    const fixTime = silent ? now - Math.floor(400 + random() ** 3 * 20_000) : now;
    const record: PositionRecord = {
      vehicle,
      lonE7: Math.round((CENTRE.lon + (random() + random() - 1) * SPREAD_DEG) * 1e7),
      latE7: Math.round((CENTRE.lat + (random() + random() - 1) * SPREAD_DEG) * 1e7),
      speedCms: Math.round(speed * 100),
      courseCdeg: Math.round(random() * 35_999),
      fixTime,
      arrival: fixTime + 1,
      state: (speed > 0 ? STATE.moving : 0) | STATE.ignitionKnown | (speed > 0 ? STATE.ignitionOn : 0),
      accuracyM: Math.round(3 + random() * 12),
    };
    return { record, speed, course: record.courseCdeg / 100, reports: !silent };
  }
}
