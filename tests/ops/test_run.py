"""What `./run` says of the listeners that it opens."""

import pytest

from ops import run
from ops.environment import TRACKERS, Ports
from ops.layout import EVERYDAY


@pytest.fixture
def listeners(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Every listener, with who comes through it."""
    monkeypatch.setattr(run, "_own_address", lambda: "192.0.2.7")
    return {listener: who for who, listener in run._listeners(Ports(trackers=TRACKERS, mqtt=1883))}


def test_it_calls_phones_phones_and_tak_clients_by_their_name(listeners: dict[str, str]) -> None:
    assert listeners["http://192.0.2.7:5144 (OwnTracks over HTTP)"] == "phones"
    assert listeners["192.0.2.7:1883 (OwnTracks over MQTT)"] == "phones"
    assert listeners["192.0.2.7:8087 (CoT)"] == "TAK clients"


def test_everything_else_is_a_tracker(listeners: dict[str, str]) -> None:
    assert listeners["192.0.2.7:5023 (GT06)"] == "trackers"
    assert sum(who == "trackers" for who in listeners.values()) == len(TRACKERS) - 2


def test_it_is_silent_about_listeners_that_are_closed() -> None:
    assert list(run._listeners(Ports(trackers=dict.fromkeys(TRACKERS, -1)))) == []


@pytest.mark.parametrize(
    ("host", "shown", "alone"),
    [
        ("0.0.0.0", "192.0.2.7", False),
        ("127.0.0.1", "127.0.0.1", True),
        ("localhost", "localhost", True),
        ("198.51.100.4", "198.51.100.4", False),
    ],
)
def test_phones_are_told_an_address_at_which_the_gateway_listens(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], host: str, shown: str, alone: bool
) -> None:
    monkeypatch.setattr(run, "_own_address", lambda: "192.0.2.7")
    run._announce(EVERYDAY, Ports(gateway_host=host, trackers=TRACKERS, mqtt=1883), demo=False)
    said = capsys.readouterr().out
    assert f"phones      http://{shown}:5055 (Traccar Client, OsmAnd)" in said
    assert f"phones      {shown}:1883 (OwnTracks over MQTT)" in said
    assert f"trackers    {shown}:5023 (GT06)" in said
    assert ("192.0.2.7" in said) == (host == "0.0.0.0")
    assert ("PANTAU_GATEWAY_HOST=0.0.0.0 ./run" in said) == alone
