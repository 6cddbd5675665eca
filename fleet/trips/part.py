"""One part of a vehicle's history, and what speaks for its beginning and its end."""

from dataclasses import dataclass, field
from enum import StrEnum

from fleet.trips.fixes import Fix, apart_m, seconds
from fleet.trips.kinds import TripKind, TripReason
from fleet.trips.rules import Rules
from fleet.trips.speeds import top_mps


class Code(StrEnum):
    """What a piece of evidence says; ``fleet.trips.labels`` has the words."""

    FIRST = "first"
    LAST_INSIDE = "last_inside"
    OUTSIDE = "outside"
    FAR_ENOUGH = "far_enough"
    TURNED_ON = "turned_on"
    WOKE = "woke"
    ARRIVED = "arrived"
    STOOD = "stood"
    TURNED_OFF = "turned_off"
    STAYED_OFF = "stayed_off"
    TOO_SHORT = "too_short"
    LAST_HEARD = "last_heard"
    HEARD_AGAIN = "heard_again"
    WANDERED = "wandered"
    SHIFTED = "shifted"
    QUIET_HERE = "quiet_here"
    NEWEST = "newest"
    TAKEN_OUT = "taken_out"


class Of(StrEnum):
    """What of the part it speaks for."""

    START = "start"
    WITHIN = "within"
    END = "end"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fix that mattered: when, where, how far (``m``), for how long (``s``), how many fixes (``n``)."""

    code: Code
    us: int
    lon: float
    lat: float
    m: int | None = None
    s: int | None = None
    n: int | None = None

    @classmethod
    def at(
        cls, code: Code, fix: Fix, *, m: float | None = None, s: float | None = None, n: int | None = None
    ) -> "Evidence":
        """Evidence at a fix; metres and seconds rounded."""
        return cls(code, fix.us, fix.lon, fix.lat, None if m is None else round(m), None if s is None else round(s), n)


def driven_s(before: Fix, fix: Fix, way_m: float, rules: Rules) -> float:
    """How much of a step was driven: all of it between two fixes in motion, or where nothing is said of the speed.

    From standing to driving and back it lasts as long as the way takes at the speed that was reached: a tracker that
    is silent while the vehicle stands, and heard again when it has driven off, did not drive all the time between.
    """
    took_s = seconds(before, fix)
    if (before.moving and fix.moving) or before.speed_mps is None or fix.speed_mps is None:
        return took_s
    return min(took_s, way_m / max(before.speed_mps, fix.speed_mps, rules.fast_mps))


@dataclass(slots=True)
class Figures:
    """What is measured along a part. ``fixes`` counts each fix in one part only."""

    fixes: int = 0
    distance_m: float = 0.0
    moving_s: float = 0.0
    idle_s: float = 0.0
    max_speed_mps: float | None = None

    def step(self, before: Fix, fix: Fix, rules: Rules, *, driving: bool) -> None:
        """The way from one fix to the next. A receiver at rest wanders: its steps are no way that was driven."""
        way_m, took_s = apart_m(before, fix), seconds(before, fix)
        moving_s = 0.0
        if driving and (before.moving or fix.moving or way_m > rules.jitter_m):
            moving_s = driven_s(before, fix, way_m, rules)
            self.distance_m += way_m
            self.moving_s += moving_s
        if before.ignition:
            self.idle_s += took_s - moving_s

    def count(self, fix: Fix) -> None:
        """The fix belongs to the part."""
        self.fixes += 1
        if fix.speed_mps is not None:
            self.max_speed_mps = max(fix.speed_mps, self.max_speed_mps or 0.0)

    @property
    def top_mps(self) -> float | None:
        """The highest speed that is known, see ``fleet.trips.speeds``; ``max_speed_mps`` is the receiver's alone."""
        return top_mps(self.max_speed_mps, self.distance_m, self.moving_s)


@dataclass(frozen=True, slots=True)
class Part:
    """A drive, a stop or a silence, from one fix to another; the next part begins at the fix where it ends.

    ``sure_us``: the fix at which its beginning was decided. Nothing after that fix changes the beginning, so that a
    build may start again here; None for a part that no build can start again from.
    """

    kind: TripKind
    start: Fix
    end: Fix
    begun_by: TripReason
    ended_by: TripReason
    figures: Figures
    evidence: tuple[tuple[Of, Evidence], ...] = ()
    sure_us: int | None = None
    open: bool = False


@dataclass(slots=True)
class Draft:
    """The part that is being made. ``kind`` None: a beginning of which nobody knows yet what it becomes.

    ``tail`` is the last fix that is settled in it; later ones may still belong to the next part. ``begun_by`` None: a
    build that starts again at a stop, whose reason will be found anew.
    """

    start: Fix
    tail: Fix
    kind: TripKind | None = None
    begun_by: TripReason | None = None
    sure_us: int | None = None
    figures: Figures = field(default_factory=Figures)
    started: list[Evidence] = field(default_factory=list)
    within: list[Evidence] = field(default_factory=list)
    strays: int = 0
    stray_m: float = 0.0
    far: int = 0
    far_m: float = 0.0
    loud: bool = False

    def settle(self, fix: Fix, rules: Rules) -> None:
        """Take a fix into the part for good."""
        self.reach(fix, rules)
        self.figures.count(fix)

    def reach(self, fix: Fix, rules: Rules) -> None:
        """Let the part lead to a fix that belongs to the next one."""
        self.figures.step(self.tail, fix, rules, driving=self.kind != TripKind.STOP)
        self.tail = fix

    def close(self, kind: TripKind, why: TripReason, ended: list[Evidence], *, open_: bool = False) -> Part:
        """The part as it ends at its tail."""
        within = list(self.within)
        if self.strays:
            stray = Evidence.at(Code.WANDERED, self.start, m=self.stray_m, n=self.strays)
            within.append(stray)
        groups = ((Of.START, self.started), (Of.WITHIN, within), (Of.END, ended))
        evidence = tuple((of, one) for of, group in groups for one in group)
        begun_by = self.begun_by or TripReason.STOOD_STILL
        return Part(kind, self.start, self.tail, begun_by, why, self.figures, evidence, self.sure_us, open_)
