"""Two people, or two workers, at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from fleet.drivers.actions.assign_driver import assign_driver
from fleet.drivers.actions.follow_roster import follow_roster
from fleet.drivers.actions.make_drive_code import make_drive_code
from fleet.drivers.actions.plan_duty import Duty, plan_duty
from fleet.drivers.actions.take_vehicle import take_vehicle
from fleet.models import Driver, DriverAssignment, Vehicle
from people.models import AuditEntry
from tests.vehicles import make_vehicle
from tests.world import World, build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db: None) -> World:
    return build()


@pytest.fixture
def bus(people: World) -> Vehicle:
    return make_vehicle("bus-1", people.roads)


def at_once(*acts: Callable[[], object]) -> None:
    """Run the acts in threads that begin together; raises what one of them raised."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            gate.wait(10)
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(run, act) for act in acts]:
            done.result(30)


def test_two_operators_leave_one_driver(people: World, bus: Vehicle) -> None:
    drivers = [Driver.objects.create(name=name) for name in ("Rudi", "Tono", "Sari")]
    at_once(*(lambda one=one: assign_driver(people.ani, bus, one) for one in drivers))
    rows = list(DriverAssignment.objects.order_by("id"))
    assert len(rows) == 3
    assert sum(row.valid_to is None for row in rows) == 1


def test_two_first_taps_make_one_driver(people: World, bus: Vehicle) -> None:
    token = make_drive_code(people.ani, bus).token
    at_once(lambda: take_vehicle(people.fajar, token), lambda: take_vehicle(people.fajar, token))
    assert (Driver.objects.count(), DriverAssignment.objects.count()) == (1, 1)


def test_two_workers_begin_a_duty_once(people: World, bus: Vehicle) -> None:
    rudi = Driver.objects.create(name="Rudi")
    start = timezone.now() - timedelta(minutes=5)
    plan_duty(people.slamet, Duty(bus, rudi, start, start + timedelta(hours=8)))
    at_once(*(lambda: follow_roster(timezone.now()) for _number in range(3)))
    assert DriverAssignment.objects.count() == 1
    assert AuditEntry.objects.filter(action="roster.begin").count() == 1
