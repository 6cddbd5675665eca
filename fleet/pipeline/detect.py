"""Asking the detectors about the fixes that moved a device, in their order, inside the batch's transaction.

Detectors say when they must be asked again; between, only a fix that changes something wakes them (``Outcome``). What
changes is seen for the whole batch at once, so a vehicle that drives along costs next to nothing.
"""

import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import orjson
import psycopg

from fleet.detectors import run
from fleet.detectors.base import GAP_US, NEVER, SECOND_US, Sample, VehicleRules
from fleet.pipeline.batch import Batch, Happened, Known, Watched
from fleet.pipeline.rows import NO_VEHICLE, Rows
from fleet.protocols.attributes import ALARM
from fleet.protocols.fix import Heartbeat
from fleet.state_bits import MOVING, SOS
from fleet.watch.zones import Passage

LIVE_WITHIN_US: Final = 120 * SECOND_US
"""A fix that arrives later than this belongs to a buffered upload: what it tells is history, and raises no alarm."""
_HELP: Final = frozenset({"sos"})
_HARSH_WITHIN_US: Final = 30 * SECOND_US
_NOTHING_FOUND: Final = (math.inf, math.inf, math.inf)


async def find_events(batch: Batch, connection: psycopg.AsyncConnection[Any]) -> None:
    """Raise what the fixes show, and remember what the next ones will be compared with.

    Nothing that fails here costs a position: of the device that it fails on, nothing is found and memory stays.
    """
    places = np.flatnonzero(batch.rows.led & (batch.rows.vehicle != NO_VEHICLE))
    calls = [*_calls(batch.beats), *_unplaced_calls(batch)]
    try:
        _find(batch, places, calls)
    except Exception as error:  # noqa: BLE001 - see above
        run.tell_of_fault("detecting", error)
        batch.events.clear()
        for place, known in enumerate(batch.devices):
            known.watched = None
            mine, raised = places[batch.rows.device[places] == place], len(batch.events)
            try:
                _find(batch, mine, [call for call in calls if call.known is known])
            except Exception as error:  # noqa: BLE001 - see above
                run.tell_of_fault("detecting alone", error)
                known.watched = None
                del batch.events[raised:]


class Call(NamedTuple):
    """What a device said that needs an answer, without a position that is believed; ``causes`` as in Raised."""

    known: Known
    alarms: frozenset[str]
    arrival_us: int
    causes: tuple[tuple[int, int], ...] = ()


def _calls(beats: Sequence[tuple[Known, Heartbeat, int]]) -> Iterator[Call]:
    """The calls among signs of life."""
    for known, beat, arrival_us in beats:
        alarms = _alarms(beat.attributes) | (_HELP if beat.sos else frozenset())
        if alarms:
            yield Call(known, alarms, arrival_us)


def _unplaced_calls(batch: Batch) -> Iterator[Call]:
    """Calls for help whose fix moves nothing, the latest of each device.

    Indoors the place may be wrong, the call is not. And where the centre's clock was set back, a fix that is newer than
    all before it moves no marker until the clock has caught up; the call cannot wait for that.
    """
    rows = batch.rows
    calling = ~rows.led & (rows.state & SOS != 0) & (rows.arrival - rows.us <= LIVE_WITHIN_US)
    last: dict[int, int] = {}
    for place in np.flatnonzero(calling).tolist():
        device = int(rows.device[place])
        if rows.marks[place] or int(rows.us[place]) > (batch.devices[device].seen_us or 0):
            last[device] = place
    for device, place in last.items():
        cause = (int(rows.us[place]), int(rows.content[place]))
        yield Call(batch.devices[device], _HELP, int(rows.arrival[place]), (cause,))


def _find(batch: Batch, places: np.ndarray, calls: Sequence[Call]) -> None:
    if len(places):
        _Way(batch, places).walk()
    for call in calls:
        _without_a_fix(batch, call)


class _Way:
    """The fixes of a batch that moved their devices, each with the one before it."""

    def __init__(self, batch: Batch, places: np.ndarray) -> None:
        rows = batch.rows
        self.batch, self.places = batch, places
        self.device, self.us = rows.device[places], rows.us[places]
        self.lon, self.lat, self.speed = rows.lon[places], rows.lat[places], rows.speed[places]
        self.state, self.content = rows.state[places].astype(np.int64), rows.content[places]
        self.alarms = np.array([ALARM in rows.fixes[place].attributes for place in places.tolist()], np.bool_)
        self.begun: dict[int, Watched | None] = {}
        self.groups = self._groups(rows)
        self._join_to_before()

    def _groups(self, rows: Rows) -> list[tuple[int, int, int]]:
        """Stretches of one device in one vehicle: (place of the device, first, after the last)."""
        vehicle = rows.vehicle[self.places]
        edges = np.flatnonzero((np.diff(self.device) != 0) | (np.diff(vehicle) != 0)) + 1
        starts, ends = [0, *edges.tolist()], [*edges.tolist(), len(self.places)]
        return list(zip(self.device[starts].tolist(), starts, ends, strict=True))

    def _join_to_before(self) -> None:
        """Give each fix the one before it: in the batch, in the device's state, or itself where there is none."""
        before = np.arange(len(self.places)) - 1
        self.before_us, self.before_lon, self.before_lat = self.us[before], self.lon[before], self.lat[before]
        self.before_speed, self.before_state = self.speed[before], self.state[before]
        self.before_content = self.content[before]
        for place, start, _ in self.groups:
            first_of_device = start == 0 or self.device[start - 1] != place
            seen = self.begun[start] = self._seen(place, start) if first_of_device else None
            if seen is None:
                self.before_us[start], self.before_content[start] = self.us[start], self.content[start]
                self.before_lon[start], self.before_lat[start] = self.lon[start], self.lat[start]
                self.before_speed[start], self.before_state[start] = self.speed[start], self.state[start]
                continue
            _, _, lon, lat, speed, state = self.batch.devices[place].before
            self.before_us[start], self.before_content[start] = seen.us, seen.content
            self.before_lon[start], self.before_lat[start] = lon, lat
            self.before_speed[start] = np.nan if speed is None else speed
            self.before_state[start] = state

    def _seen(self, place: int, start: int) -> Watched | None:
        """What the detectors saw last; nothing of another vehicle, or of later than now (its clock went back)."""
        known, vehicle = self.batch.devices[place], self._vehicle(start)
        seen = _read(known, vehicle) if known.before[0] == vehicle else None
        return None if seen is None or seen.us >= int(self.us[start]) else seen

    def walk(self) -> None:
        """Take every device's detectors through its fixes."""
        rows, watch = self.batch.rows, self.batch.watch
        gap = self.us - self.before_us > GAP_US
        start = np.column_stack([self.before_lon, self.before_lat])
        passage = watch.zones.passage(start, np.column_stack([self.lon, self.lat]), ~gap)
        held = passage.held(len(self.places))
        wakes = passage.changed(len(self.places)) | (self.state != self.before_state) | self.alarms | gap
        wakes |= (self.lon == self.before_lon) & (self.lat == self.before_lat) & (self.state & MOVING != 0)
        with np.errstate(invalid="ignore"):
            since = np.maximum(self.us - self.before_us, 1)
            harsh = np.abs(self.speed - self.before_speed) / (since / SECOND_US)
        harsh[since > _HARSH_WITHIN_US] = 0.0
        firsts = self.places[[first for _, first, _ in self.groups]]
        keys = zip(rows.vehicle[firsts].tolist(), rows.agency[firsts].tolist(), strict=True)
        every = [watch.rules_of(vehicle, agency) for vehicle, agency in keys]
        sizes = [last - first for _, first, last in self.groups]
        floors = [_NOTHING_FOUND if one is None else (*one.speed_floors_mps, one.harsh_floor_mps2) for one in every]
        outside, inside, hardest = np.repeat(np.array(floors), sizes, axis=0).T
        wakes |= (self.speed > np.where(held, inside, outside)) | (harsh >= hardest)
        found = np.flatnonzero(wakes)
        ends = np.searchsorted(found, [last for _, _, last in self.groups]).tolist()
        times, awake, begun = self.us.tolist(), found.tolist(), 0
        for (place, first, last), rules, end in zip(self.groups, every, ends, strict=True):
            if rules is not None:
                self._walk_one(place, (first, last), times, awake[begun:end], passage, rules)
            begun = end

    def _walk_one(  # noqa: PLR0917
        self,
        place: int,
        part: tuple[int, int],
        times: list[int],
        awake: list[int],
        passage: Passage,
        rules: VehicleRules,
    ) -> None:
        """One device: every fix that wakes, and the first at or after each moment that a detector asked for.

        ``times`` are those of all steps; ``awake`` the steps of this part that wake, in their order.
        """
        known = self.batch.devices[place]
        seen = self.begun[part[0]]
        wake_us = seen.wake_us if seen else 0
        kept: dict[str, Any] | None = None  # read when it is needed: most vehicles drive on and wake nobody
        at, queue = part[0], awake[::-1]
        while True:
            due = bisect_left(times, wake_us, at, part[1]) if wake_us < NEVER else part[1]
            while queue and queue[-1] < at:
                queue.pop()
            one = min(due, queue[-1] if queue else part[1])
            if one >= part[1]:
                break
            before, now = self._samples(one, passage)
            if kept is None:
                kept = _memory(known) if seen else {}
            kept, raised, wake_us = run.advance(kept, before, now, rules)
            self._raise(known, one, raised)
            at = one + 1
        last = part[1] - 1
        known.watched = Watched(self._vehicle(last), times[last], int(self.content[last]), wake_us, kept)

    def _vehicle(self, step: int) -> int:
        return int(self.batch.rows.vehicle[self.places[step]])

    def _samples(self, step: int, passage: Passage) -> tuple[Sample, Sample]:
        """The fix before a step, and the step's own."""
        zones_before, zones, crossed = passage.at(step)
        speed_before, speed = float(self.before_speed[step]), float(self.speed[step])
        alarms = _alarms(self.batch.rows.fixes[self.places[step]].attributes) if self.alarms[step] else frozenset()
        before = Sample(
            int(self.before_us[step]), int(self.before_content[step]), float(self.before_lon[step]),
            float(self.before_lat[step]), None if math.isnan(speed_before) else speed_before,
            int(self.before_state[step]), zones_before,
        )  # fmt: skip
        now = Sample(
            int(self.us[step]), int(self.content[step]), float(self.lon[step]), float(self.lat[step]),
            None if math.isnan(speed) else speed, int(self.state[step]), zones, crossed, alarms,
        )  # fmt: skip
        return before, now

    def _raise(self, known: Known, step: int, raised: Sequence[Any]) -> None:
        rows, place = self.batch.rows, self.places[step]
        for one in raised:
            on_time = int(rows.arrival[place]) - one.time_us <= LIVE_WITHIN_US
            self.batch.events.append(
                Happened(
                    known.device_id, int(rows.vehicle[place]), int(rows.agency[place]), float(rows.lon[place]),
                    float(rows.lat[place]), on_time, one,
                )
            )  # fmt: skip


def _alarms(attributes: Mapping[str, Any]) -> frozenset[str]:
    said = attributes.get(ALARM)
    return frozenset(said.split(",")) if isinstance(said, str) and said else frozenset()


def _read(known: Known, vehicle_id: int) -> Watched | None:
    """How far the detectors came in this vehicle, without what they remember; None where they saw another's."""
    if known.seen_vehicle_id != vehicle_id or known.seen_us is None or known.seen_content is None:
        return None
    return Watched(vehicle_id, known.seen_us, known.seen_content, NEVER if known.wake_us is None else known.wake_us)


def _memory(known: Known) -> dict[str, Any]:
    """What the detectors of the device remembered; nothing where it has another shape than today's."""
    memory = orjson.loads(known.detectors) if known.detectors else {}
    return memory if isinstance(memory, dict) else {}


def _without_a_fix(batch: Batch, call: Call) -> None:
    """A call without a believed position: it came from where the device was last, if it ever was anywhere."""
    known = call.known
    stay = known.stay_at(call.arrival_us)
    if stay is None:
        return
    rules = batch.watch.rules_of(stay.vehicle_id, stay.agency_id)
    if rules is None:
        return
    before = known.watched or _read(known, stay.vehicle_id)
    causes = call.causes or (((before.us, before.content),) if before else ())
    memory = {} if before is None else _memory(known) if before.memory is None else before.memory
    before = before or Watched(stay.vehicle_id, call.arrival_us, 0, 0)
    lon, lat = known.lon or 0.0, known.lat or 0.0
    here = Sample(max(call.arrival_us, before.us), before.content, lon, lat, None, known.state, alarms=call.alarms)
    seen = run.advance(memory, here._replace(alarms=frozenset()), here, rules)
    for raised in seen.raised:
        place = (stay.vehicle_id, stay.agency_id, known.lon, known.lat)
        batch.events.append(Happened(known.device_id, *place, True, raised._replace(causes=causes)))
    known.watched = before._replace(memory=seen.memory, wake_us=min(before.wake_us, seen.wake_us))
