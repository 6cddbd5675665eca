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
from fleet.detectors.base import GAP_US, NEVER, SECOND_US, Raised, Sample, VehicleRules
from fleet.detectors.state_bits import MOVING, SOS
from fleet.events.kinds import UNPROVEN, EventKind
from fleet.pipeline.batch import Batch, Happened
from fleet.pipeline.columns import UNSET
from fleet.pipeline.rows import NO_VEHICLE
from fleet.pipeline.states import States
from fleet.protocols.attributes import ALARM
from fleet.protocols.fix import Heartbeat
from fleet.rules.zones import Passage

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
    if not len(places) and not calls:
        return
    watched = batch.states.watched()
    try:
        _find(batch, places, calls)
    except Exception as error:  # noqa: BLE001 - see above
        run.tell_of_fault("detecting", error)
        batch.events.clear()
        batch.states.forget(watched)
        for place in range(len(batch.states)):
            mine, raised = places[batch.rows.device[places] == place], len(batch.events)
            try:
                _find(batch, mine, [call for call in calls if call.place == place])
            except Exception as error:  # noqa: BLE001 - see above
                run.tell_of_fault("detecting alone", error)
                batch.states.forget(watched, place)
                del batch.events[raised:]


class Call(NamedTuple):
    """What a device said that needs an answer, without a position that is believed; ``causes`` as in Raised."""

    place: int
    alarms: frozenset[str]
    arrival_us: int
    causes: tuple[tuple[int, int], ...] = ()
    listener: int = 0


def _calls(beats: Sequence[tuple[int, Heartbeat, int, int]]) -> Iterator[Call]:
    """The calls among signs of life."""
    for place, beat, arrival_us, listener in beats:
        alarms = _alarms(beat.attributes) | (_HELP if beat.sos else frozenset())
        if alarms:
            yield Call(place, alarms, arrival_us, listener=listener)


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
        if rows.marks[place] or rows.us[place] > batch.states.seen[device]:
            last[device] = place
    for device, place in last.items():
        cause = (int(rows.us[place]), int(rows.content[place]))
        yield Call(device, _HELP, int(rows.arrival[place]), (cause,), int(rows.listener[place]))


def _find(batch: Batch, places: np.ndarray, calls: Sequence[Call]) -> None:
    if len(places):
        _Way(batch, places).walk()
    for call in calls:
        _without_a_fix(batch, call)


class _Way:
    """The fixes of a batch that moved their devices, each with the one before it."""

    before_us: np.ndarray
    before_content: np.ndarray
    before_lon: np.ndarray
    before_lat: np.ndarray
    before_speed: np.ndarray
    before_state: np.ndarray

    def __init__(self, batch: Batch, places: np.ndarray) -> None:
        rows = batch.rows
        self.batch, self.states, self.places = batch, batch.states, places
        self.device, self.us, self.vehicle = rows.device[places], rows.us[places], rows.vehicle[places]
        self.lon, self.lat, self.speed = rows.lon[places], rows.lat[places], rows.speed[places]
        self.state, self.content = rows.state[places].astype(np.int64), rows.content[places]
        self.alarms = np.array([ALARM in rows.fixes[place].attributes for place in places.tolist()], np.bool_)
        # Stretches of one device in one vehicle.
        edges = np.flatnonzero((np.diff(self.device) != 0) | (np.diff(self.vehicle) != 0)) + 1
        self.firsts = np.concatenate([[0], edges]).astype(np.intp)
        self.ends = np.append(edges, len(places)).astype(np.intp)
        self.seen = self._seen()
        self._join_to_before()

    def _seen(self) -> np.ndarray:
        """Of which stretches the detectors know the fix before: it was of the same vehicle, and is not later than this
        one (its clock went back)."""
        states, firsts = self.states, self.firsts
        device, vehicle = self.device[firsts], self.vehicle[firsts]
        first_of_device = np.append(True, self.device[firsts[1:]] != self.device[firsts[1:] - 1])
        same = (states.before["vehicle"][device] == vehicle) & (states.seen_vehicle[device] == vehicle)
        known = (states.seen[device] != UNSET) & (states.seen[device] < self.us[firsts])
        seen: np.ndarray = first_of_device & same & known
        return seen

    def _join_to_before(self) -> None:
        """Give each fix the one before it: in the batch, in the device's state, or itself where there is none."""
        before = np.arange(len(self.places)) - 1
        firsts, states = self.firsts, self.states
        device = self.device[firsts]
        columns = {"us": states.seen, "content": states.seen_content, **states.before}
        for name in ("us", "content", "lon", "lat", "speed", "state"):
            own = getattr(self, name)
            column = own[before]
            column[firsts] = np.where(self.seen, columns[name][device], own[firsts])
            setattr(self, f"before_{name}", column)

    def walk(self) -> None:
        """Take every device's detectors through its fixes: every fix that wakes, and the first at or after each moment
        that a detector asked for. Most vehicles drive on and wake nobody."""
        rules = self._rules()
        passage, wakes = self._wakes(rules)
        found = np.flatnonzero(wakes)
        begun, ended = np.searchsorted(found, self.firsts), np.searchsorted(found, self.ends)
        device, last = self.device[self.firsts], self.ends - 1
        wake_us = np.where(self.seen, self.states.wake[device], 0)
        asleep = (begun == ended) & (wake_us > self.us[last])
        times, awake = self.us.tolist(), found.tolist()
        ruled = np.array([one is not None for one in rules], np.bool_)
        # One after another, for a device may have been in two vehicles: the later stretch has the last word.
        for stretch in np.flatnonzero(~asleep & ruled).tolist():
            part = (int(self.firsts[stretch]), int(self.ends[stretch]))
            mine = awake[begun[stretch] : ended[stretch]]
            rule = rules[stretch]
            if rule is not None:
                wake_us[stretch] = self._walk_one(stretch, part, times, mine, passage, rule)
        self._remember(np.flatnonzero(ruled), last, wake_us)

    def _remember(self, stretches: np.ndarray, last: np.ndarray, wake_us: np.ndarray) -> None:
        """How far the detectors have come; of two stretches of a device, numpy keeps the later."""
        steps = last[stretches]
        device, states = self.device[steps], self.states
        states.seen_vehicle[device], states.seen[device] = self.vehicle[steps], self.us[steps]
        states.seen_content[device], states.wake[device] = self.content[steps], wake_us[stretches]
        states.walked[device] = True

    def _rules(self) -> list[VehicleRules | None]:
        """What is looked for in each stretch."""
        firsts = self.places[self.firsts]
        rows, rules_of = self.batch.rows, self.batch.watch.rules_of
        return [rules_of(*key) for key in zip(rows.vehicle[firsts].tolist(), rows.agency[firsts].tolist(), strict=True)]

    def _wakes(self, rules: Sequence[VehicleRules | None]) -> tuple[Passage, np.ndarray]:
        """The zones on the way, and which fixes change something."""
        gap = self.us - self.before_us > GAP_US
        start = np.column_stack([self.before_lon, self.before_lat])
        passage = self.batch.watch.zones.passage(start, np.column_stack([self.lon, self.lat]), ~gap)
        held = passage.held(len(self.places))
        wakes = passage.changed(len(self.places)) | (self.state != self.before_state) | self.alarms | gap
        wakes |= (self.lon == self.before_lon) & (self.lat == self.before_lat) & (self.state & MOVING != 0)
        with np.errstate(invalid="ignore"):
            since = np.maximum(self.us - self.before_us, 1)
            harsh = np.abs(self.speed - self.before_speed) / (since / SECOND_US)
        harsh[since > _HARSH_WITHIN_US] = 0.0
        floors = [_NOTHING_FOUND if one is None else (*one.speed_floors_mps, one.harsh_floor_mps2) for one in rules]
        outside, inside, hardest = np.repeat(np.array(floors), self.ends - self.firsts, axis=0).T
        wakes |= (self.speed > np.where(held, inside, outside)) | (harsh >= hardest)
        return passage, wakes

    def _walk_one(  # noqa: PLR0917
        self,
        stretch: int,
        part: tuple[int, int],
        times: list[int],
        awake: list[int],
        passage: Passage,
        rules: VehicleRules,
    ) -> int:
        """One stretch; when its detectors are to be asked again.

        ``times`` are those of all steps; ``awake`` the steps of this part that wake, in their order.
        """
        device, seen = int(self.device[part[0]]), bool(self.seen[stretch])
        wake_us = int(self.states.wake[device]) if seen else 0
        kept = _memory(self.states, device) if seen else {}
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
            self._raise(device, one, raised)
            at = one + 1
        self.states.memories[device] = kept
        return wake_us

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

    def _raise(self, device: int, step: int, raised: Sequence[Any]) -> None:
        rows, place = self.batch.rows, self.places[step]
        for one in raised:
            on_time = int(rows.arrival[place]) - one.time_us <= LIVE_WITHIN_US
            self.batch.events.append(
                Happened(
                    int(self.states.device_id[device]), int(rows.vehicle[place]), int(rows.agency[place]),
                    float(rows.lon[place]), float(rows.lat[place]), on_time,
                    _with_origin(one, self.states, device, int(rows.listener[place])),
                )
            )  # fmt: skip


def _alarms(attributes: Mapping[str, Any]) -> frozenset[str]:
    said = attributes.get(ALARM)
    return frozenset(said.split(",")) if isinstance(said, str) and said else frozenset()


def _with_origin(raised: Raised, states: States, place: int, listener: int) -> Raised:
    """A call for help rings whoever sent it, and says so where anybody who knows the device's name could have."""
    if raised.kind is not EventKind.SOS or states.proves_origin(place, listener):
        return raised
    return raised._replace(detail={**raised.detail, UNPROVEN: True})


def _memory(states: States, place: int) -> dict[str, Any]:
    """What the detectors of the device remembered; nothing where it has another shape than today's."""
    if place in states.memories:
        return states.memories[place]
    text = states.read_memory(place)
    memory = orjson.loads(text) if text else {}
    return memory if isinstance(memory, dict) else {}


def _without_a_fix(batch: Batch, call: Call) -> None:
    """A call without a believed position: it came from where the device was last, if it ever was anywhere."""
    states, place = batch.states, call.place
    stay = states.stays.at(place, call.arrival_us)
    rules = None if stay is None else batch.watch.rules_of(*stay)
    if stay is None or rules is None:
        return
    known = bool(states.walked[place]) or (states.seen_vehicle[place] == stay[0] and states.seen[place] != UNSET)
    fix = (int(states.seen[place]), int(states.seen_content[place])) if known else (call.arrival_us, 0)
    causes = call.causes or ((fix,) if known else ())
    lon, lat = _placed(states, place)
    here = Sample(
        max(call.arrival_us, fix[0]), fix[1], lon or 0.0, lat or 0.0, None, int(states.state[place]), alarms=call.alarms
    )
    memory = _memory(states, place) if known else {}
    seen = run.advance(memory, here._replace(alarms=frozenset()), here, rules)
    for raised in seen.raised:
        told = _with_origin(raised._replace(causes=causes), states, place, call.listener)
        batch.events.append(Happened(int(states.device_id[place]), *stay, lon, lat, True, told))
    if not known:
        states.seen_vehicle[place], states.wake[place] = stay[0], 0
        states.seen[place], states.seen_content[place] = fix
    states.wake[place] = min(int(states.wake[place]), seen.wake_us)
    states.walked[place], states.memories[place] = True, seen.memory


def _placed(states: States, place: int) -> tuple[float, float] | tuple[None, None]:
    """Where a device is, if it ever was anywhere."""
    lon, lat = float(states.lon[place]), float(states.lat[place])
    return (None, None) if math.isnan(lon) else (lon, lat)
