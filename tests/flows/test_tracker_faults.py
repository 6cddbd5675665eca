"""Trackers while the database is away: nothing is acknowledged, and in the end everything is stored, once."""

import threading

import psycopg
import pytest

from tests.disposable_centre import OwnCentre
from tests.fleet.tracker_frames import FIRST_S, Gt06, Maker, Session, Teltonika
from tests.wait_for import until

MORE = 20
"""What each has still to say when the part that was killed is back."""
MAKERS: list[Maker] = [Gt06(), Teltonika()]


_DEVICES = """
from tests.vehicles import make_vehicle
for number in range(20):
    make_vehicle(f"3520930899990{number:02d}")
"""


@pytest.fixture(scope="module", autouse=True)
def devices(whole_centre: OwnCentre) -> None:
    """In vehicles, with the identities of ``_DEVICES``."""
    whole_centre.manage("shell", "--verbosity", "0", "-c", _DEVICES)


class Driving(threading.Thread):
    """A tracker as they are: it sends a position until it is acknowledged, connecting again as often as it takes."""

    def __init__(self, maker: Maker, identity: str, port: int) -> None:
        super().__init__(daemon=True)
        self.maker, self.identity, self.port = maker, identity, port
        self.acknowledged = 0
        self.cuts = 0
        self.goal: int | None = None
        """How many positions there will be; None: it drives on."""

    def run(self) -> None:
        """Send all positions, one after the other."""
        until(self._arrives, seconds=240, what=f"the arrival of {self.identity}")

    def _arrives(self) -> bool:
        """Whether it got to its goal before its connection was cut."""
        try:
            with Session(self.maker, self.identity, self.port) as session:
                while self.goal is None or self.acknowledged < self.goal:
                    if not session.deliver(self.acknowledged):
                        break
                    self.acknowledged += 1
                else:
                    return True
        except (OSError, AssertionError):
            pass
        self.cuts += 1
        return False


def stored(centre: OwnCentre, identity: str) -> list[int]:
    """The numbers of the positions in the table, in order, with doubles."""
    rows = centre.rows(
        "SELECT extract(epoch FROM p.fix_time)::bigint - %s FROM fleet_position p JOIN fleet_device d"
        " ON d.id = p.device_id WHERE d.identity = %s ORDER BY 1",
        FIRST_S,
        identity,
    )
    return [row[0] for row in rows]


@pytest.mark.parametrize(("part", "first"), [("postgres", 0), ("gateway", 10)])
def test_what_is_killed_costs_no_acknowledged_position(centre: OwnCentre, part: str, first: int) -> None:
    trackers = [
        Driving(maker, f"3520930899990{first + 2 * n + m:02d}", centre.tracker_port(maker.name))
        for n in range(4)
        for m, maker in enumerate(MAKERS)
    ]
    try:
        for tracker in trackers:
            tracker.start()
        until(lambda: min(tracker.acknowledged for tracker in trackers) > MORE)
        centre.kill(part)
        at_kill = [tracker.acknowledged for tracker in trackers]
        until(lambda: all(tracker.cuts for tracker in trackers), seconds=60)
        # At most one answer was still on its way when the database died.
        assert all(tracker.acknowledged <= n + 1 for tracker, n in zip(trackers, at_kill, strict=True))
        centre.start(part)
        for tracker in trackers:
            tracker.goal = tracker.acknowledged + MORE
        until(lambda: not any(tracker.is_alive() for tracker in trackers), seconds=120)
    finally:
        for tracker in trackers:
            tracker.goal = 0
    for tracker in trackers:
        assert tracker.acknowledged > MORE * 2
        assert stored(centre, tracker.identity) == list(range(tracker.acknowledged))


def test_a_gateway_that_is_told_to_stop_answers_what_it_took(centre: OwnCentre) -> None:
    identity = "352093089999019"
    with Session(Teltonika(), identity, centre.tracker_port("teltonika")) as tracker:
        with psycopg.connect(centre.database) as holder:
            holder.execute("SELECT 1 FROM fleet_devicestate FOR UPDATE")
            tracker.send(0, 10)
            assert not tracker.answered(within_s=0.5)
            stopping = threading.Thread(target=centre.gateway.stop)
            stopping.start()
            assert not tracker.answered(within_s=0.5)
            holder.rollback()
        assert tracker.answered(within_s=10)
        stopping.join()
    centre.start("gateway")
    assert stored(centre, identity) == list(range(10))
