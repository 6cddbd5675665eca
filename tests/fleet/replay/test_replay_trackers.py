"""What a tracker has sent before it was claimed is stored as if it had been known."""

from datetime import UTC, datetime

import pytest
from asgiref.sync import async_to_sync

from fleet.devices.actions.claim_device import claim_device
from fleet.devices.quarantine_replay import replay_quarantine
from fleet.models import Position, Quarantine
from fleet.pipeline.clock import microseconds
from fleet.pipeline.delivery import Delivery
from fleet.protocols.gt06 import PROTOCOL
from fleet.protocols.gt06.frames import build
from fleet.protocols.stream import Session
from kit.conninfo import conninfo
from tests import world as cast
from tests.fleet.conftest import store
from tests.vehicles import make_vehicle

pytestmark = pytest.mark.django_db(transaction=True)

ARRIVAL = datetime(2026, 3, 1, 7, 5, 10, tzinfo=UTC)
LOGIN_EAST_7 = build(0x01, bytes.fromhex("0358899050011223" + "0036" + "2bc0"), 1)
PLACE = bytes.fromhex("1a03010e0509c90055b1400a9166a0241454" + "01fe0a007c000912010001")


def test_the_zone_of_the_login_holds_for_the_frames_behind_it(transactional_db: None) -> None:
    people = cast.build()
    session = Session()
    for frame in (LOGIN_EAST_7, build(0x22, PLACE, 2), build(0x22, PLACE[:5] + b"\x0a" + PLACE[6:], 3)):
        messages = PROTOCOL.decode(frame, session, ARRIVAL).messages
        store([Delivery(messages, microseconds(ARRIVAL), "gt06", "tcp", "192.0.2.7", lambda _, raw=frame: raw)])  # type: ignore[misc]
    assert Quarantine.objects.count() == 3
    claim_device(people.ani, "358899050011223", make_vehicle("bus-1", people.roads))
    assert async_to_sync(replay_quarantine)(conninfo(), "358899050011223") == 2
    times = Position.objects.order_by("fix_time").values_list("fix_time", flat=True)
    assert list(times) == [datetime(2026, 3, 1, 7, 5, 9, tzinfo=UTC), datetime(2026, 3, 1, 7, 5, 10, tzinfo=UTC)]
