/** Events of every kind that the wall shows, each with what changes in the state that it belongs to. */
import { alarm, camera, complaint, type Face, scatteredZone, vehicle } from "./state";

export interface PracticeEvent {
  type: string;
  data: Face;
}

const STATUSES = ["received", "verified", "forwarded", "in_progress", "followed_up"];
const STAGES = ["active", "faulty", "installed"];
const PRIORITIES = ["normal", "high", "emergency"];
const UNIT_STATUSES = ["assigned", "free", "out_of_service"];

type State = Record<string, Face[]>;

/** Makes the next event of a kind; `state` is changed as the wall's own copy will be. */
export class EventMaker {
  readonly #state: State;
  readonly #vertices: number;
  #serial = 0;

  constructor(state: State, vertices: number) {
    this.#state = state;
    this.#vertices = vertices;
  }

  readonly kinds: Record<string, (serial: number) => PracticeEvent> = {
    report_changed: (serial) => {
      const known = this.#pick("complaint", serial * 7);
      const status = STATUSES[serial % STATUSES.length];
      return this.#changed("complaint", { ...known, status, updated_at: new Date().toISOString() });
    },
    report_raised: (serial) => {
      const face = { ...complaint(100_000 + serial), created_at: new Date().toISOString() };
      return this.#changed("complaint", { ...face, status: "received", priority: PRIORITIES[serial % 3] });
    },
    report_removed: (serial) => this.#removed("complaint", serial * 11),
    zone_changed: (serial) => {
      const known = this.#pick("zone", serial * 13);
      return this.#changed("zone", scatteredZone(known.id, this.#vertices, serial));
    },
    zone_published: (serial) => this.#changed("zone", scatteredZone(100_000 + serial, this.#vertices, 1)),
    zone_removed: (serial) => this.#removed("zone", serial * 17),
    camera_changed: (serial) => {
      const known = this.#pick("camera", serial * 5);
      return this.#changed("camera", { ...camera(known.id), stage: STAGES[serial % STAGES.length] });
    },
    vehicle_changed: (serial) => {
      const known = this.#pick("vehicle", serial * 97);
      return this.#changed("vehicle", { ...vehicle(known.id), unit_status: UNIT_STATUSES[serial % 3] });
    },
    alarm_raised: (serial) => this.#changed("vehicle_event", alarm(100_000 + serial, false)),
    sos_raised: (serial) => this.#changed("vehicle_event", alarm(200_000 + serial, true)),
    alarm_acknowledged: (serial) => this.#removed("vehicle_event", serial * 3),
  };

  next(kind: string): PracticeEvent {
    const make = this.kinds[kind];
    if (make === undefined) throw new Error(`there are no events named ${kind}`);
    return make(++this.#serial);
  }

  #pick(entity: string, at: number): Face {
    const faces = this.#state[entity]!;
    return faces[at % faces.length]!;
  }

  #changed(entity: string, face: Face): PracticeEvent {
    const faces = this.#state[entity]!;
    const at = faces.findIndex(({ id }) => id === face.id);
    if (at < 0) faces.push(face);
    else faces[at] = face;
    return { type: `${entity}.changed`, data: face };
  }

  #removed(entity: string, at: number): PracticeEvent {
    const faces = this.#state[entity]!;
    const [face] = faces.splice(at % faces.length, 1);
    return { type: `${entity}.removed`, data: { id: face!.id } };
  }
}
