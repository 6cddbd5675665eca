"""The gateway process over real sockets."""

import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import redis
from django.conf import settings
from django.db import connection

from fleet.models import Device, DeviceState, Position, Quarantine, Vehicle
from live.positions import unpack_batch
from live.wakeup import positions_channel
from tests.processes import Process, gateway
from tests.wait_for import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def open_listener(django_db_setup: None) -> Iterator[Process]:
    """A gateway for all tests; it keeps nothing of one that another could see."""
    with gateway() as process:
        yield process


@pytest.fixture
def listener(truck: Vehicle, open_listener: Process) -> Process:
    return open_listener


def test_a_phones_position_is_durable_when_it_is_answered(listener: Process, phone: Device) -> None:
    answer = httpx.get(listener.address, params={"id": "truck-1", "lat": 3.1, "lon": 98.49, "timestamp": 1772366400})
    assert answer.status_code == 200
    assert Position.objects.get().device_id == phone.pk


def test_an_unknown_device_is_answered_200_so_that_its_queue_moves_on(listener: Process) -> None:
    answer = httpx.post(listener.address, data={"id": "stranger", "lat": "3.1", "lon": "98.4"})
    assert answer.status_code == 200
    assert Quarantine.objects.get().identity == "stranger"


def test_nonsense_is_answered_200_and_quarantined(listener: Process) -> None:
    assert httpx.post(listener.address, content=b"\x00\xff{").status_code == 200
    assert httpx.post(listener.address, content=b"{not json").status_code == 200
    assert Quarantine.objects.filter(reason="not_understood").count() == 2


def test_a_record_that_the_database_refuses_does_not_cost_the_others_theirs(listener: Process) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE fleet_position ADD CONSTRAINT no_north CHECK (ST_Y(point) < 89)")
    try:
        records = [{"id": "truck-1", "lat": lat, "lon": 98.4, "timestamp": 1772366400} for lat in (3.1, 89.5, 3.2)]
        assert httpx.post(listener.address, json=records).status_code == 200
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE fleet_position DROP CONSTRAINT no_north")
    assert Position.objects.count() == 2
    refused = Quarantine.objects.get()
    assert refused.reason == "not_storable"
    assert json.loads(bytes(refused.raw).partition(b"\r\n\r\n")[2])["lat"] == 89.5


def test_a_full_upload_is_one_answer(listener: Process) -> None:
    records = [{"id": "truck-1", "lat": 3.1, "lon": 98.4, "timestamp": 1772366400 + n} for n in range(1200)]
    assert httpx.post(listener.address, json=records).status_code == 200
    assert Position.objects.count() == 1200


def rows_of(message: dict[str, Any] | None) -> list[tuple[int, ...]]:
    rows: list[tuple[int, ...]] = [] if message is None else unpack_batch(message["data"]).rows.tolist()
    return rows


def test_the_committed_batch_is_published_packed(listener: Process, truck: Vehicle) -> None:
    subscription = redis.Redis.from_url(settings.PANTAU_REDIS_URL).pubsub()  # type: ignore[no-untyped-call]
    subscription.subscribe(positions_channel())
    until(lambda: (subscription.get_message(timeout=1) or {}).get("type") == "subscribe")
    httpx.get(
        listener.address, params={"id": "truck-1", "lat": 3.1, "lon": 98.49, "timestamp": 1772366400, "speed": 10}
    )
    # An idle gateway says that it is there, in batches without rows.
    (row,) = until(lambda: rows_of(subscription.get_message(timeout=1)))
    assert row[:5] == (truck.pk, 0, 0, 984900000, 31000000)
    speed, course, fix_time, _arrival, state, accuracy = row[5:]
    assert (speed, course, fix_time, state, accuracy) == (514, 65535, 1772366400, 1, 65535)


def test_a_body_beyond_every_phone_is_refused(listener: Process) -> None:
    assert httpx.post(listener.address, content=b"x" * 1_100_000).status_code == 413


def test_a_head_without_an_end_is_cut_off(listener: Process) -> None:
    with connect(listener) as client:
        client.sendall(b"GET / HTTP/1.1\r\n")
        with pytest.raises(OSError, match=r".*"):
            for _ in range(2000):
                client.sendall(b"X-Long: " + b"a" * 1000 + b"\r\n")
                client.settimeout(0.01)
                try:
                    if client.recv(1) == b"":
                        raise ConnectionResetError
                except TimeoutError:
                    continue


def test_other_methods_and_paths_are_told_so(listener: Process) -> None:
    for method in ("OPTIONS", "TRACE"):
        answer = httpx.request(method, listener.address)
        assert (answer.status_code, "PUT" in answer.headers["allow"]) == (405, True)
    assert httpx.get(listener.address + "/favicon.ico").status_code == 404
    assert "Traccar" in httpx.get(listener.address).text


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_a_logger_may_use_any_method(listener: Process, method: str) -> None:
    record = {"id": "truck-1", "lat": 3.1, "lon": 98.49, "timestamp": 1772366400}
    query = "?id=truck-1&lat=3.2&lon=98.49&timestamp=1772366400"
    assert httpx.request(method, listener.address + query).status_code == 200
    assert httpx.request(method, listener.address, json=record).status_code == 200
    assert Position.objects.count() == 2


def test_no_body_ends_the_gateway_or_costs_its_bytes(listener: Process) -> None:
    bodies = [b"[1,", b"[" * 100_000, b"[" * 900 + b"]" * 900, b"[" + b"9" * 5000 + b"]", b"[\xff]", b"\x00[", b"[]"]
    bodies += [
        b'{"a":' * 100_000,
        b'[{"id":"\\ud800\\u0000","lat":NaN,"lon":Infinity}]',
        b'{"id":' + b"[" * 900 + b"]" * 900 + b"}",
    ]
    for body in bodies:
        answer = httpx.post(listener.address, content=body, headers={"content-type": "application/json"})
        assert (answer.status_code, body[:20]) == (200, body[:20])
    kept = [bytes(raw).partition(b"\r\n\r\n")[2] for raw in Quarantine.objects.values_list("raw", flat=True)]
    assert {b"[1,", b"[" * 100_000, b"[]"} <= set(kept)
    assert len(kept) == len(bodies)
    assert httpx.get(listener.address, params={"id": "truck-1", "lat": 3.1, "lon": 98.49}).status_code == 200


def test_many_records_go_over_one_connection(listener: Process) -> None:
    with httpx.Client() as client:
        began = time.monotonic()
        for n in range(20):
            query = f"?id=truck-1&lat=3.1&lon=98.49&timestamp={1772366400 + n}"
            assert client.get(listener.address + query).status_code == 200
        assert time.monotonic() - began < 10
    assert Position.objects.count() == 20


def connect(listener: Process) -> socket.socket:
    parts = urlsplit(listener.address)
    return socket.create_connection((parts.hostname, parts.port), timeout=5)


def test_a_device_may_hop_between_gateways(listener: Process, phone: Device) -> None:
    with gateway() as other:
        listeners = [listener.address, other.address]

        def send(job: tuple[int, int]) -> int:
            n, which = job
            query = f"id=truck-1&lat={3.1 + n / 1e5:.6f}&lon=98.49&timestamp={1772366400 + n}"
            return client.get(f"{listeners[which]}/?{query}").status_code

        with httpx.Client() as client, ThreadPoolExecutor(8) as pool:
            # Each record goes to both gateways, at about the same time.
            answers = set(pool.map(send, [(n, which) for n in range(100) for which in (0, 1)]))
    assert answers == {200}
    assert Position.objects.count() == 100
    state = DeviceState.objects.get(device=phone)
    assert state.point is not None
    assert (state.stored, state.copies, state.point.y) == (100, 100, 3.10099)
