"""The client of `./run --check` tells its own position and complaint from all others."""

import asyncio
import json

import httpx
import pytest

from demo.roads import nodes
from demo.tables import vehicles
from fleet.pipeline.validate import JUMP_FROM_M
from geo.measure import distance_m
from live import frames
from ops import check_client
from ops.check_client import LATITUDE, LONGITUDE, CheckFailed, Wall


def frame(*places: tuple[float, float]) -> bytes:
    """A position frame with a vehicle at each longitude and latitude, laid out as docs/live-protocol.md says."""
    header = check_client.HEADER.pack(1, 0, check_client.RECORD.size, 7, 1, 0, 1_790_000_000.0, len(places), 0)
    records = [
        check_client.RECORD.pack(number, round(lon * 1e7), round(lat * 1e7), 0, 0, 0, 0, 0, 0)
        for number, (lon, lat) in enumerate(places)
    ]
    return header + b"".join(records)


def test_it_reads_frames_of_the_size_that_the_hub_writes() -> None:
    assert check_client.RECORD.size == frames.RECORD.itemsize
    assert check_client.HEADER.size == 32


def test_it_finds_its_position_among_others() -> None:
    assert check_client._carries_position(frame((98.4, 3.1), (LONGITUDE, LATITUDE)))


def test_a_near_position_is_not_its_own() -> None:
    assert not check_client._carries_position(frame((LONGITUDE + 1e-6, LATITUDE)))


def test_the_complaint_is_known_by_its_code() -> None:
    def event(code: str) -> str:
        return json.dumps({"op": "event", "number": 4, "type": "complaint.changed", "data": {"id": 1, "code": code}})

    assert check_client._announces_complaint(event("KR-7"), "KR-7")
    assert not check_client._announces_complaint(event("KR-8"), "KR-7")


async def test_what_does_not_arrive_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_client, "WITHIN_S", 0.05)
    async with httpx.AsyncClient() as http:
        with pytest.raises(CheckFailed, match="the position did not reach the wall"):
            await Wall(http).arrival("the position", lambda _: False)


async def test_what_came_before_it_was_asked_for_counts_from_when_it_came() -> None:
    async with httpx.AsyncClient() as http:
        wall = Wall(http, inbox=[(12.5, "{}")], news=asyncio.Condition())
        assert await wall.arrival("a message", lambda message: message == "{}") == 12.5


@pytest.mark.parametrize(
    ("device", "place"),
    [(check_client.PHONE, (LONGITUDE, LATITUDE)), (check_client.TRACKER, check_client.TRACKER_PLACE)],
)
def test_its_vehicles_always_stand_where_it_sends_from(device: str, place: tuple[float, float]) -> None:
    row = next(row for row in vehicles() if row.device == device)
    assert row.habit == "parked"
    assert distance_m(*nodes()[row.base], *place) < JUMP_FROM_M / 2
