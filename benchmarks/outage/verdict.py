"""What the database holds against what the devices hold as acknowledged."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from benchmarks.outage.centre import Centre
from benchmarks.outage.devices import Device
from benchmarks.outage.drive import EXPECTED

_POSITIONS: Final = """
SELECT d.identity, round(extract(epoch FROM p.fix_time) * 1000)::bigint, round(ST_X(p.point)::numeric, 6)::float8,
       round(ST_Y(p.point)::numeric, 6)::float8
FROM fleet_position p JOIN fleet_device d ON d.id = p.device_id WHERE p.fix_time >= %s
"""
_EVENTS: Final = """
SELECT d.identity, e.kind, e.subject, e.time FROM fleet_vehicleevent e JOIN fleet_device d ON d.id = e.device_id
WHERE e.kind = ANY(%s) AND e.time >= %s
"""


@dataclass
class Verdict:
    """Counts; ``notes`` name the first of what is wrong. ``missing_events`` are no broken promise, see ``judge``."""

    acknowledged: int = 0
    missing: int = 0
    double_rows: int = 0
    double_events: int = 0
    missing_events: int = 0
    events: int = 0
    notes: list[str] = field(default_factory=list)
    owed: Counter[tuple[str, str]] = field(default_factory=Counter, repr=False)

    @property
    def clean(self) -> bool:
        """Whether nothing is missing or double."""
        return not (self.missing or self.double_rows or self.double_events)

    def not_raised(self) -> dict[str, int]:
        """What ``missing_events`` are, by kind."""
        kinds: Counter[str] = Counter()
        for (_, kind), count in self.owed.items():
            kinds[kind] += count
        return {kind: count for kind, count in kinds.items() if count}

    def note(self, count: int, what: str) -> int:
        """Remember what is wrong; returns the count."""
        if count and len(self.notes) < 20:
            self.notes.append(what)
        return count


async def judge(
    centre: Centre, devices: Sequence[Device], since_ms: int, rounds: int, before: Verdict | None = None
) -> Verdict:
    """Compare the positions and events of so many whole rounds that began at ``since_ms``.

    A fix has a time of its own, so two rows of one device and time are the same fix twice, whatever else they say; and
    in every round a device has one occasion for each kind of event. Fewer events there may be: a gateway whose clock is
    behind holds its fixes for early ones, and a gateway that cannot read the rules stores without them. Such an event
    may come with the first fix after that, so the round ``before`` may hand on to this one what it did not raise.
    """
    since = datetime.fromtimestamp(since_ms / 1000, UTC)
    verdict = Verdict()
    stored: dict[str, list[tuple[int, float, float]]] = {}
    for identity, ms, lon, lat in await centre.rows(_POSITIONS, since):
        stored.setdefault(identity, []).append((ms, lon, lat))
    for device in devices:
        acknowledged = {step.key for step in device.acknowledged if step.unix_ms >= since_ms}
        rows = stored.get(device.identity, [])
        times = Counter(row[0] for row in rows)
        missing, double = acknowledged - set(rows), len(rows) - len(times)
        verdict.acknowledged += len(acknowledged)
        verdict.missing += verdict.note(len(missing), f"{device.identity}: missing {sorted(missing)[:3]}")
        verdict.double_rows += verdict.note(double, f"{device.identity}: double {times.most_common(2)}")
    await _judge_events(centre, devices, since, rounds, verdict, before.owed if before else Counter())
    return verdict


async def _judge_events(  # noqa: PLR0917
    centre: Centre,
    devices: Sequence[Device],
    since: datetime,
    rounds: int,
    verdict: Verdict,
    owed: Counter[tuple[str, str]],
) -> None:
    rows = await centre.rows(_EVENTS, list(EXPECTED), since)
    verdict.events = len(rows)
    counted = Counter((identity, kind) for identity, kind, _, _ in rows)
    verdict.double_events += verdict.note(len(rows) - len(set(rows)), "events that are equal")
    for device in devices:
        for kind, each in EXPECTED.items():
            key = (device.identity, kind)
            over = counted[key] - each * rounds
            late = min(max(over, 0), owed[key])
            verdict.double_events += verdict.note(max(over - late, 0), f"{device.identity}: {over} too many of {kind}")
            verdict.missing_events += max(-over, 0)
            verdict.owed[key] = max(-over, 0)
