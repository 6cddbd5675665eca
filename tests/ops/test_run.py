"""What `./run` says of the doors that it opens."""

import pytest

from ops import run
from ops.environment import TRACKERS, Ports


@pytest.fixture
def doors(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Every door, with who comes through it."""
    monkeypatch.setattr(run, "_own_address", lambda: "192.0.2.7")
    return {door: who for who, door in run._doors(Ports(trackers=TRACKERS, mqtt=1883))}


def test_it_calls_phones_phones_and_tak_clients_by_their_name(doors: dict[str, str]) -> None:
    assert doors["http://192.0.2.7:5144 (OwnTracks over HTTP)"] == "phones"
    assert doors["192.0.2.7:1883 (OwnTracks over MQTT)"] == "phones"
    assert doors["192.0.2.7:8087 (CoT)"] == "TAK clients"


def test_everything_else_is_a_tracker(doors: dict[str, str]) -> None:
    assert doors["192.0.2.7:5023 (GT06)"] == "trackers"
    assert sum(who == "trackers" for who in doors.values()) == len(TRACKERS) - 2


def test_it_is_silent_about_doors_that_are_closed() -> None:
    assert list(run._doors(Ports(trackers=dict.fromkeys(TRACKERS, -1)))) == []
