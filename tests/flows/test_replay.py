"""Real buses through the real gateway."""

import io
import json

import pytest
from django.core.management import call_command

from fleet.models import DeviceState, Position, Vehicle
from tests.processes import gateway
from tests.world import shared_data

pytestmark = pytest.mark.django_db(transaction=True)
PINGS = 20777


def replay(address: str) -> dict[str, int]:
    out = io.StringIO()
    file = str(shared_data("gps", "wmata_bus_avl.csv"))
    call_command("replay_positions", file, "--speed", "0", "--gateway", address, stdout=out)
    summary: dict[str, int] = json.loads(out.getvalue())
    return summary


def test_all_pings_are_stored_once_and_a_second_run_adds_no_row(transactional_db: None) -> None:
    with gateway() as listener:
        first, stored = replay(listener.address), Position.objects.count()
        second = replay(listener.address)
    assert (first["acknowledged"], first["registered"], stored) == (PINGS, 31, PINGS)
    assert (second["acknowledged"], second["registered"]) == (PINGS, 0)
    assert Position.objects.count() == PINGS
    assert Vehicle.objects.count() == 31
    newest = {state.device_id: state.fix_time for state in DeviceState.objects.all()}
    assert len(newest) == 31
    assert not Position.objects.exclude(marks=0).exists()
