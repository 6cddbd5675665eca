"""What TAK clients are told of the fleet."""

from xml.etree import ElementTree

import numpy as np
import pytest
from asgiref.sync import async_to_sync
from django.conf import settings

from fleet.gateway.cot_feed import CotFeed
from fleet.models import Device, Vehicle
from fleet.pipeline.wire_position import wire_row
from kit.conninfo import conninfo
from live.frames import WIRE_POSITION
from tests.fleet.conftest import NOON, delivery, fix, store
from tests.vehicles import make_vehicle

pytestmark = pytest.mark.django_db(transaction=True)


class Client:
    """Keeps what it hears."""

    def __init__(self) -> None:
        self.heard: list[dict[str, str]] = []

    def push(self, events: bytes) -> None:
        for event in ElementTree.fromstring(b"<all>" + events + b"</all>"):
            point, contact = event.find("point"), event.find("detail/contact")
            assert point is not None and contact is not None
            self.heard.append({"name": contact.get("callsign", ""), "lat": point.get("lat", "")})


@async_to_sync
async def feed(*, read: bool = True) -> CotFeed:
    made = CotFeed(conninfo(), settings.PANTAU_REDIS_URL, 5.0)
    if read:
        await made.read()
    return made


def batch(vehicle: int, lat: float, seconds: int) -> np.ndarray:
    at = int(NOON.timestamp()) + seconds
    row = wire_row(
        version=0,
        vehicle=vehicle,
        agency=0,
        lon=98.49,
        lat=lat,
        speed_mps=None,
        course_deg=None,
        fix_s=at,
        arrival_s=at,
        state=0,
        accuracy_m=None,
    )
    return np.array([row], WIRE_POSITION)


def test_who_connects_is_told_where_everybody_is(phone: Device) -> None:
    store([delivery(fix())])
    client = Client()
    feed().attach(client)
    assert client.heard == [{"name": "truck-1", "lat": "3.1000000"}]


def test_a_vehicle_is_told_of_once_in_an_interval_and_then_where_it_is_by_then(truck: Vehicle) -> None:
    told, client = feed(), Client()
    told.attach(client)
    for second in range(12):
        told.take(batch(truck.pk, 3.1 + second / 1000, second))
        told.tell(float(second))
    assert [event["lat"] for event in client.heard] == ["3.1000000", "3.1050000", "3.1100000"]


def test_a_late_fix_does_not_move_a_vehicle_back(truck: Vehicle) -> None:
    told, client = feed(), Client()
    told.attach(client)
    told.take(batch(truck.pk, 3.2, 60))
    told.take(batch(truck.pk, 3.1, 0))
    told.tell(0.0)
    assert [event["lat"] for event in client.heard] == ["3.2000000"]


def test_a_vehicle_out_of_service_is_not_told_of(truck: Vehicle) -> None:
    Vehicle.objects.filter(pk=truck.pk).update(active=False)
    told, client = feed(), Client()
    told.attach(client)
    told.take(batch(truck.pk, 3.2, 0))
    told.tell(0.0)
    assert client.heard == []


def test_a_new_vehicle_is_told_of_as_soon_as_it_has_a_name(truck: Vehicle) -> None:
    told, client = feed(), Client()
    told.attach(client)
    late = make_vehicle("truck-2")
    told.take(batch(late.pk, 3.2, 0))
    told.tell(0.0)
    assert client.heard == []
    async_to_sync(told.read)()
    told.tell(1.0)
    assert [event["name"] for event in client.heard] == ["truck-2"]


def test_who_has_left_is_told_nothing(truck: Vehicle) -> None:
    told, client = feed(), Client()
    told.attach(client)
    told.detach(client)
    told.take(batch(truck.pk, 3.2, 0))
    told.tell(0.0)
    assert client.heard == []
