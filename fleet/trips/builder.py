"""Fix by fix into drives, stops and silences. Pure: no clock, no database.

The builder goes along with the fixes in their order and remembers little: the part that is being made, and the last
fixes, which may still turn out to begin the next part. Two things follow. What it remembers can be put aside and taken
up again when more has come (``Memory``); and since nothing before the beginning of a stop plays a role after it, a
build may start again at any stop, or after any silence, and comes to the same end (``again``).
"""

import copy
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from fleet.trips.fixes import Fix, apart_m, fast, metres, quiet, reach_m, seconds
from fleet.trips.kinds import TripKind, TripReason
from fleet.trips.part import Code, Draft, Evidence, Figures, Of, Part
from fleet.trips.rules import DEFAULT, Rules
from fleet.trips.standstill import first_head, stayed_off, stood, widest_m

_MOST_NOTES: Final = 12
"""What a stop of months keeps of what happened within it."""


@dataclass(slots=True)
class Anchor:
    """Where a vehicle stands: the mean of the fixes that lie there."""

    lon: float
    lat: float
    n: int = 1

    def add(self, fix: Fix) -> None:
        """One more fix of the place. Not a sliding mean: that would follow a vehicle that creeps away."""
        self.n += 1
        self.lon += (fix.lon - self.lon) / self.n
        self.lat += (fix.lat - self.lat) / self.n

    def away_m(self, fix: Fix) -> float:
        """How far from the place a fix is."""
        return metres(self.lon, self.lat, fix.lon, fix.lat)


@dataclass(slots=True)
class Memory:
    """What a builder knows between two fixes.

    ``window``: on the way, the fixes that may turn out to begin a stop. Of a stop: ``warm`` the fixes since the
    ignition went on, ``outside`` those that may turn out to be the way away, ``inside`` the last one before them, or
    the first of them after a silence (``woke``).
    """

    last: Fix
    draft: Draft
    window: list[Fix] = field(default_factory=list)
    anchor: Anchor | None = None
    inside: Fix | None = None
    woke: bool = False
    warm: list[Fix] = field(default_factory=list)
    outside: list[Fix] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A part that a build may start again from. ``fresh``: a first fix or one after a silence, whose reason is kept
    (the first piece of its evidence; the rest is found anew)."""

    start: Fix
    fresh: bool
    begun_by: TripReason
    started: tuple[Evidence, ...] = ()

    @classmethod
    def of(cls, part: Part) -> "Checkpoint | None":
        """The checkpoint at a part's beginning, if there is one."""
        if part.sure_us is None:
            return None
        fresh = part.begun_by in {TripReason.FIRST_FIX, TripReason.HEARD_AGAIN}
        started = [one for group, one in part.evidence if group is Of.START]
        return cls(part.start, fresh, part.begun_by, tuple(started[:1]))


class Builder:
    """Takes fixes in their order (``Fix.order``); ``parts`` are the closed ones since it was made."""

    def __init__(self, rules: Rules = DEFAULT, memory: Memory | None = None) -> None:
        self.rules = rules
        self.memory = memory
        self.parts: list[Part] = []
        self._again: Checkpoint | None = None

    @classmethod
    def again(cls, checkpoint: Checkpoint, rules: Rules = DEFAULT) -> "Builder":
        """A builder that starts at a known part; feed it the fixes from the part's first one on."""
        builder = cls(rules)
        builder._again = checkpoint
        return builder

    def add(self, fix: Fix) -> None:
        """Go one fix further."""
        memory = self.memory
        if memory is None:
            self._begin_first(fix)
            return
        silence_s = seconds(memory.last, fix)
        if fix.device != memory.last.device and silence_s <= self.rules.hand_over_s:
            return
        silent = silence_s > self.rules.gap_s
        if silent and not self._explains(memory, fix):
            self._gap(memory, fix)
            return
        if memory.draft.kind is TripKind.STOP:
            self._stand(memory, fix, silent=silent)
        else:
            self._drive(memory, fix)
        self._remembered().last = fix

    def open_part(self) -> Part | None:
        """The part that goes on, as it looks now; None before the first fix."""
        if self.memory is None:
            return None
        memory = copy.deepcopy(self.memory)
        self._settle_all(memory)
        newest = Evidence.at(Code.NEWEST, memory.last)
        return memory.draft.close(self._kind(memory), TripReason.STILL_GOING, [newest], open_=True)

    def _remembered(self) -> Memory:
        if self.memory is None:
            raise ValueError("nothing was built yet")
        return self.memory

    def _begin_first(self, fix: Fix) -> None:
        known = self._again
        if known is None:
            self._begin(fix, TripReason.FIRST_FIX, [Evidence.at(Code.FIRST, fix)])
        elif known.fresh:
            self._begin(fix, known.begun_by, list(known.started))
        else:
            self.memory = Memory(fix, Draft(fix, fix), window=[fix])

    def _begin(self, fix: Fix, why: TripReason, started: list[Evidence]) -> None:
        """A beginning of which nobody knows yet whether the vehicle stands or drives."""
        draft = Draft(fix, fix, begun_by=why, sure_us=fix.us, started=started)
        self.memory = Memory(fix, draft, window=[fix])

    # On the way, or not known yet.

    def _drive(self, memory: Memory, fix: Fix) -> None:
        memory.window.append(fix)
        draft = memory.draft
        if draft.kind is None and self._got_away(draft, fix):
            draft.kind = TripKind.DRIVE
        head = first_head(memory.window, self.rules)
        for passed in memory.window[:head]:
            draft.settle(passed, self.rules)
        del memory.window[:head]
        off = stayed_off(memory.window, self.rules)
        if off is not None:
            self._stop(memory, off, TripReason.IGNITION_OFF)
        elif stood(memory.window, self.rules):
            self._stop(memory, 0, TripReason.STOOD_STILL)

    def _got_away(self, draft: Draft, fix: Fix) -> bool:
        """Whether a beginning is a drive by now; two fixes must say so, since one may be wrong."""
        away_m = apart_m(draft.start, fix)
        if away_m >= self.rules.trip_m:
            draft.far += 1
            draft.far_m = max(draft.far_m, away_m)
            draft.loud = draft.loud or not quiet(fix, self.rules)
        return draft.far >= 2 and (draft.loud or draft.far_m >= self.rules.quiet_trip_m)

    def _stop(self, memory: Memory, head: int, why: TripReason) -> None:
        """The vehicle stands since ``window[head]``."""
        draft, first, sure = memory.draft, memory.window[head], memory.window[-1]
        if draft.begun_by is not None:
            for passed in memory.window[:head]:
                draft.settle(passed, self.rules)
        standing = memory.window[head:]
        why_so = self._stood_because(standing, why)
        if draft.kind is None:
            self._turn_into_stop(draft, first, sure, why, why_so)
        else:
            draft.reach(first, self.rules)
            before = self._emit(draft, TripKind.DRIVE, why, why_so)
            # With fixes of its first moment that lie elsewhere: a build that starts again here would not know them.
            draft = Draft(first, first, TripKind.STOP, why, None if before else sure.us, started=why_so)
            draft.figures.fixes = before
        for fix in standing:
            draft.settle(fix, self.rules)
        self.memory = Memory(sure, draft, anchor=_mean(standing), inside=sure)

    def _turn_into_stop(self, draft: Draft, first: Fix, sure: Fix, why: TripReason, why_so: list[Evidence]) -> None:
        """What began unknown was a stop from its start on; what moved before was too short for a drive."""
        if draft.begun_by is None:
            draft.begun_by, draft.sure_us = why, sure.us
        if first.us > draft.start.us:
            draft.started.append(Evidence.at(Code.TOO_SHORT, first, m=apart_m(draft.start, first)))
        draft.started += why_so
        draft.kind = TripKind.STOP
        draft.figures.distance_m = draft.figures.moving_s = 0.0

    def _stood_because(self, standing: list[Fix], why: TripReason) -> list[Evidence]:
        first, sure = standing[0], standing[-1]
        begin, enough = (
            (Code.TURNED_OFF, Code.STAYED_OFF) if why is TripReason.IGNITION_OFF else (Code.ARRIVED, Code.STOOD)
        )
        lasted_s, widest = seconds(first, sure), widest_m(standing)
        return [Evidence.at(begin, first), Evidence.at(enough, sure, m=widest, s=lasted_s, n=len(standing))]

    # At a stop.

    def _stand(self, memory: Memory, fix: Fix, *, silent: bool) -> None:
        away_m = _anchor(memory).away_m(fix)
        if away_m <= reach_m(fix, self.rules):
            self._came_back(memory)
            if silent:
                notes = memory.draft.within
                notes.append(Evidence.at(Code.QUIET_HERE, memory.last, s=seconds(memory.last, fix), m=away_m))
                del notes[:-_MOST_NOTES]
            self._stay(memory, fix)
            return
        if silent and not (memory.outside and apart_m(memory.outside[0], fix) <= reach_m(fix, self.rules)):
            self._came_back(memory)
            memory.inside, memory.woke = fix, True
        memory.outside.append(fix)
        if self._departed(memory):
            self._leave(memory)
        else:
            self._stray(memory)

    def _stay(self, memory: Memory, fix: Fix) -> None:
        """A fix where the vehicle stands. What follows on the ignition may be the beginning of a trip."""
        _anchor(memory).add(fix)
        memory.inside, memory.woke = fix, False
        if not memory.warm and not (fix.ignition and memory.last.ignition is False):
            memory.draft.settle(fix, self.rules)
            return
        memory.warm.append(fix)
        if not fix.ignition or seconds(memory.warm[0], fix) > self.rules.warm_up_s:
            self._cool(memory)

    def _cool(self, memory: Memory) -> None:
        """The engine ran without a trip."""
        for fix in memory.warm:
            memory.draft.settle(fix, self.rules)
        memory.warm = []

    def _came_back(self, memory: Memory) -> None:
        """What was outside did not get away."""
        while memory.outside:
            self._absorb(memory)

    def _absorb(self, memory: Memory) -> None:
        """The oldest fix outside belongs to the stop."""
        self._cool(memory)
        fix = memory.outside.pop(0)
        draft = memory.draft
        draft.settle(fix, self.rules)
        draft.strays, draft.stray_m = draft.strays + 1, max(draft.stray_m, _anchor(memory).away_m(fix))
        memory.inside, memory.woke = fix, False

    def _stray(self, memory: Memory) -> None:
        """Outside, and not away: it may have been moved a little and stand there, or wander for long."""
        outside = memory.outside
        head = first_head(outside, self.rules)
        standing = outside[head:]
        if stood(standing, self.rules) or stayed_off(standing, self.rules) is not None:
            away_m = _anchor(memory).away_m(standing[0])
            memory.draft.within.append(Evidence.at(Code.SHIFTED, standing[0], m=away_m))
            del memory.draft.within[:-_MOST_NOTES]
            strays = memory.draft.strays
            self._came_back(memory)
            memory.draft.strays = strays
            memory.anchor = _mean(standing)
            return
        while seconds(outside[0], outside[-1]) > self.rules.tentative_s:
            self._absorb(memory)

    def _departed(self, memory: Memory) -> bool:
        """Whether what is outside is a drive: two fixes, one of them clear of the place by more than it may err."""
        if len(memory.outside) < 2:
            return False
        anchor = _anchor(memory)
        far_m = max(anchor.away_m(fix) - (fix.accuracy_m or 0.0) for fix in memory.outside)
        loud = any(not quiet(fix, self.rules) for fix in memory.outside)
        return far_m >= self.rules.quiet_trip_m or (loud and far_m >= self.rules.trip_m)

    def _leave(self, memory: Memory) -> None:
        """The stop ends; its last fixes begin the drive."""
        anchor, draft, outside, inside = _anchor(memory), memory.draft, memory.outside, memory.inside
        assert inside is not None
        start = memory.warm[0] if memory.warm else inside
        why = TripReason.IGNITION_ON if memory.warm else TripReason.MOVED_AWAY
        code = Code.TURNED_ON if memory.warm else Code.WOKE if memory.woke else Code.LAST_INSIDE
        silence_s = seconds(draft.tail, start) if memory.woke else None
        why_so = [
            Evidence.at(code, start, m=anchor.away_m(start), s=silence_s),
            Evidence.at(Code.OUTSIDE, outside[0], m=anchor.away_m(outside[0])),
            Evidence.at(Code.FAR_ENOUGH, outside[-1], m=anchor.away_m(outside[-1]), n=len(outside)),
        ]
        draft.reach(start, self.rules)
        self._emit(draft, TripKind.STOP, why, why_so)
        drive = Draft(start, start, TripKind.DRIVE, why, started=why_so)
        for fix in memory.warm:
            drive.settle(fix, self.rules)
        self.memory = Memory(inside, drive)
        for fix in outside:
            self.add(fix)

    # Silence, and the ends of parts.

    def _explains(self, memory: Memory, fix: Fix) -> bool:
        """Whether it is known where the vehicle was during a silence: where it stood before and stands after it."""
        last = memory.last
        if memory.draft.kind is TripKind.STOP:
            near = _anchor(memory).away_m(fix) <= reach_m(fix, self.rules)
            return near or apart_m(last, fix) <= self.rules.woke_m
        return not fast(last, self.rules) and apart_m(last, fix) <= reach_m(fix, self.rules)

    def _gap(self, memory: Memory, fix: Fix) -> None:
        self._settle_all(memory)
        last, draft = memory.last, memory.draft
        heard = Evidence.at(Code.LAST_HEARD, last)
        again = Evidence.at(Code.HEARD_AGAIN, fix, s=seconds(last, fix), m=apart_m(last, fix))
        alone = draft.start.us == last.us
        self._emit(draft, self._kind(memory), TripReason.SILENCE, [heard])
        evidence = ((Of.START, heard), (Of.END, again))
        figures = Figures(fixes=draft.figures.fixes if alone else 0)
        self.parts.append(Part(TripKind.GAP, last, fix, TripReason.SILENCE, TripReason.HEARD_AGAIN, figures, evidence))
        self._begin(fix, TripReason.HEARD_AGAIN, [again])

    def _emit(self, draft: Draft, kind: TripKind, why: TripReason, why_so: list[Evidence]) -> int:
        """Close a part. One of a single moment is none: gives back how many fixes the next part counts for it."""
        if draft.tail.us > draft.start.us:
            self.parts.append(draft.close(kind, why, why_so))
            return 0
        return draft.figures.fixes

    def _settle_all(self, memory: Memory) -> None:
        for fix in (*memory.window, *memory.warm, *memory.outside):
            memory.draft.settle(fix, self.rules)
        memory.window, memory.warm, memory.outside = [], [], []

    def _kind(self, memory: Memory) -> TripKind:
        """What the draft is, or most likely was when it ends undecided."""
        draft = memory.draft
        if draft.kind is not None:
            return draft.kind
        if draft.far and draft.loud:
            return TripKind.DRIVE
        draft.figures.distance_m = draft.figures.moving_s = 0.0
        return TripKind.STOP


def build(fixes: Iterable[Fix], rules: Rules = DEFAULT) -> list[Part]:
    """The parts of all fixes, in whatever order they come; the last one is open."""
    builder = Builder(rules)
    for fix in sorted(fixes, key=Fix.order):
        builder.add(fix)
    last = builder.open_part()
    return [*builder.parts, *([last] if last is not None else [])]


def _anchor(memory: Memory) -> Anchor:
    if memory.anchor is None:
        raise ValueError("a stop without a place")
    return memory.anchor


def _mean(standing: list[Fix]) -> Anchor:
    anchor = Anchor(standing[0].lon, standing[0].lat)
    for fix in standing[1:]:
        anchor.add(fix)
    return anchor
