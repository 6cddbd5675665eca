"""Asking the detectors about the fixes that moved a device, in their order, inside the batch's transaction.

Detectors say when they must be asked again; between, only a fix that changes something wakes them (``Outcome``). What
changes is seen for the whole batch at once, so a vehicle that drives along costs next to nothing.
"""

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import orjson
import psycopg

from fleet.detectors import run
from fleet.detectors.base import GAP_US, NEVER, SECOND_US, Sample, VehicleRules
from fleet.pipeline.batch import Batch, Happened, Known
from fleet.pipeline.rows import NO_VEHICLE, Rows
from fleet.protocols.attributes import ALARM
from fleet.protocols.fix import Heartbeat
from fleet.state_bits import MOVING, SOS
from fleet.watch.zones import Passage

LIVE_WITHIN_US: Final = 120 * SECOND_US
"""A fix that arrives later than this belongs to a buffered upload: what it tells is history, and raises no alarm."""
_HARSH_WITHIN_US: Final = 30 * SECOND_US
_NOTHING_FOUND: Final = (math.inf, math.inf, math.inf)


async def find_events(batch: Batch, connection: psycopg.AsyncConnection[Any]) -> None:
    """Raise what the fixes show, and remember what the next ones will be compared with.

    Nothing that fails here costs a position: of the device that it fails on, nothing is found and memory stays.
    """
    places = np.flatnonzero(batch.rows.led & (batch.rows.vehicle != NO_VEHICLE))
    beats = [*batch.beats, *_unplaced_calls(batch)]
    try:
        _find(batch, places, beats)
    except Exception as error:  # noqa: BLE001 - see above
        run.tell_of_fault("detecting", error)
        batch.events.clear()
        for place, known in enumerate(batch.devices):
            known.remembered = None
            mine, raised = places[batch.rows.device[places] == place], len(batch.events)
            try:
                _find(batch, mine, [beat for beat in beats if beat[0] is known])
            except Exception as error:  # noqa: BLE001 - see above
                run.tell_of_fault("detecting alone", error)
                known.remembered = None
                del batch.events[raised:]


def _unplaced_calls(batch: Batch) -> list[tuple[Known, Heartbeat, int]]:
    """Calls for help whose fix is not believed, as signs of life: indoors the place may be wrong, the call is not."""
    rows = batch.rows
    calling = (rows.marks != 0) & (rows.state & SOS != 0) & (rows.arrival - rows.us <= LIVE_WITHIN_US)
    last = {int(rows.device[place]): int(rows.arrival[place]) for place in np.flatnonzero(calling).tolist()}
    return [(batch.devices[device], Heartbeat("", sos=True), arrival) for device, arrival in last.items()]


def _find(batch: Batch, places: np.ndarray, beats: Sequence[tuple[Known, Heartbeat, int]]) -> None:
    if len(places):
        _Way(batch, places).walk()
    for known, beat, arrival_us in beats:
        alarms = _alarms(beat.attributes)
        if beat.sos or alarms:
            _without_a_fix(batch, known, arrival_us, alarms | ({"sos"} if beat.sos else frozenset()))


class _Way:
    """The fixes of a batch that moved their devices, each with the one before it."""

    def __init__(self, batch: Batch, places: np.ndarray) -> None:
        rows = batch.rows
        self.batch, self.places = batch, places
        self.device, self.us = rows.device[places], rows.us[places]
        self.lon, self.lat, self.speed = rows.lon[places], rows.lat[places], rows.speed[places]
        self.state, self.content = rows.state[places].astype(np.int64), rows.content[places]
        self.alarms = np.array([ALARM in rows.fixes[place].attributes for place in places.tolist()], np.bool_)
        self.memories: dict[int, dict[str, Any]] = {}
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
            memory = self.memories[start] = self._memory(place, start) if first_of_device else {}
            if not memory:
                self.before_us[start], self.before_content[start] = self.us[start], self.content[start]
                self.before_lon[start], self.before_lat[start] = self.lon[start], self.lat[start]
                self.before_speed[start], self.before_state[start] = self.speed[start], self.state[start]
                continue
            _, _, lon, lat, speed, state = self.batch.devices[place].before
            self.before_us[start], self.before_content[start] = memory["us"], memory["content"]
            self.before_lon[start], self.before_lat[start] = lon, lat
            self.before_speed[start] = np.nan if speed is None else speed
            self.before_state[start] = state

    def _memory(self, place: int, start: int) -> dict[str, Any]:
        """What is remembered of the device; nothing of another vehicle, or of later than now (its clock went back)."""
        known = self.batch.devices[place]
        vehicle = self._vehicle(start)
        memory = _remembered(known.detectors, vehicle)
        return {} if not memory or known.before[0] != vehicle or memory["us"] >= int(self.us[start]) else memory

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
        memory = self.memories[part[0]]
        wake_us, kept = memory.get("wake", 0), memory.get("of", {})
        at, queue = part[0], awake[::-1]
        while True:
            due = bisect_left(times, wake_us, at, part[1]) if wake_us < NEVER else part[1]
            while queue and queue[-1] < at:
                queue.pop()
            one = min(due, queue[-1] if queue else part[1])
            if one >= part[1]:
                break
            before, now = self._samples(one, passage)
            kept, raised, wake_us = run.advance(kept, before, now, rules)
            self._raise(known, one, raised)
            at = one + 1
        last = part[1] - 1
        key = {"us": times[last], "content": int(self.content[last])}
        known.remembered = orjson.dumps({"vehicle": self._vehicle(last), **key, "wake": wake_us, "of": kept})

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


def _remembered(said: str | bytes | None, vehicle_id: int) -> dict[str, Any]:
    """What was written of a device in this vehicle; nothing where it is of another, or of another shape than today."""
    memory = orjson.loads(said) if said else {}
    whole = isinstance(memory, dict) and memory.keys() >= {"vehicle", "us", "content", "wake", "of"}
    return memory if whole and memory["vehicle"] == vehicle_id else {}


def _without_a_fix(batch: Batch, known: Known, arrival_us: int, alarms: frozenset[str]) -> None:
    """An alarm of a device that has no position for it: it happened where the device was last seen, if it ever was."""
    stay = known.stay_at(arrival_us)
    if stay is None:
        return
    rules = batch.watch.rules_of(stay.vehicle_id, stay.agency_id)
    if rules is None:
        return
    memory = _remembered(known.remembered or known.detectors, stay.vehicle_id)
    causes = ((memory["us"], memory["content"]),) if memory else ()
    memory = memory or {"vehicle": stay.vehicle_id, "us": arrival_us, "content": 0, "wake": 0, "of": {}}
    lon, lat = known.lon or 0.0, known.lat or 0.0
    here = Sample(max(arrival_us, memory["us"]), memory["content"], lon, lat, None, known.state, alarms=alarms)
    seen = run.advance(memory["of"], here._replace(alarms=frozenset()), here, rules)
    for raised in seen.raised:
        place = (stay.vehicle_id, stay.agency_id, known.lon, known.lat)
        batch.events.append(Happened(known.device_id, *place, True, raised._replace(causes=causes)))
    known.remembered = orjson.dumps({**memory, "of": seen.memory, "wake": min(memory["wake"], seen.wake_us)})
