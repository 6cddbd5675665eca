"""Who was near: exactly those within the radius, found by the index of the days asked for."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from django.db import connection

from fleet.history.proximity import MAX_RADIUS_M, near_query, vehicles_near
from fleet.history.selectors import positions_of
from fleet.models import Device, Vehicle
from tests.fleet.conftest import NOON, delivery, fix, store
from tests.vehicles import make_vehicle

pytestmark = pytest.mark.django_db(transaction=True)
HERE = (98.49, 3.10)
DAY = (NOON - timedelta(hours=12), NOON + timedelta(hours=12))


def test_it_finds_the_nearest_fix_of_each_device(truck: Vehicle, phone: Device) -> None:
    make_vehicle("truck-2")
    far = fix(lat=3.10 + 150 / 110_570, seconds=0)
    close = fix(lat=3.10 + 50 / 110_570, seconds=60)
    store([delivery(far, close, fix("truck-2", lat=3.10 + 300 / 110_570))])
    (one,) = vehicles_near(*HERE, 200, *DAY)
    assert (one.device_id, one.vehicle_id, one.fix_time) == (phone.pk, truck.pk, NOON + timedelta(seconds=60))
    assert one.distance_m == pytest.approx(50, abs=0.5)


def test_it_finds_what_a_look_at_every_fix_finds(truck: Vehicle) -> None:
    """Around the corner of four cells, with fixes thrown over all of them."""
    random = np.random.default_rng(7)
    lons, lats = 98.5 + random.uniform(-0.006, 0.006, 300), 3.1 + random.uniform(-0.006, 0.006, 300)
    for n in range(30):
        make_vehicle(f"v{n}")
    store([delivery(*[fix(f"v{n % 30}", seconds=n, lon=lons[n], lat=lats[n]) for n in range(300)])])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT device_id FROM fleet_position WHERE ST_DWithin(point::geography, "
            "ST_SetSRID(ST_MakePoint(98.5, 3.1), 4326)::geography, 120) AND marks = 0 ORDER BY 1"
        )
        expected = [row[0] for row in cursor.fetchall()]
    assert [one.device_id for one in vehicles_near(98.5, 3.1, 120, *DAY)] == expected != []


def test_a_fix_that_is_not_believed_was_near_nothing(truck: Vehicle) -> None:
    store([delivery(fix(accuracy_m=900.0))])
    assert vehicles_near(*HERE, 200, *DAY) == []


def test_the_end_of_the_time_is_exclusive_and_only_the_vehicles_asked_for_count(truck: Vehicle) -> None:
    store([delivery(fix())])
    assert vehicles_near(*HERE, 200, DAY[0], NOON) == []
    assert vehicles_near(*HERE, 200, *DAY, vehicles=[]) == []
    assert len(vehicles_near(*HERE, 200, NOON, DAY[1], vehicles=[truck.pk])) == 1


def test_pages_join(truck: Vehicle) -> None:
    for n in range(7):
        make_vehicle(f"v{n}")
    store([delivery(*[fix(f"v{n}") for n in range(7)])])
    found, after = [], (0, 0)
    while page := vehicles_near(*HERE, 200, *DAY, after=after, limit=3):
        found += [one.device_id for one in page]
        after = page[-1].key
    assert len(set(found)) == len(found) == 7


@pytest.mark.parametrize("radius_m", [0, -1, MAX_RADIUS_M + 1, float("nan")])
def test_it_rejects_a_radius_that_is_none(db: None, radius_m: float) -> None:
    with pytest.raises(ValueError):
        vehicles_near(*HERE, radius_m, *DAY)


def plan(sql: str, values: Any) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}", values)
        return "\n".join(row[0] for row in cursor.fetchall())


@pytest.fixture
def three_days(truck: Vehicle) -> None:
    """A fix every six minutes of 25 vehicles on a way of 200 km, so that it is worth not to read all of them."""
    names = ["truck-1", *(f"other-{n}" for n in range(24))]
    for name in names[1:]:
        make_vehicle(name)
    for day in (datetime(2026, 3, day, tzinfo=UTC) for day in (1, 2, 3)):
        way = [(day + timedelta(minutes=6 * n), 3.1 + n * 0.0075) for n in range(240)]
        store([delivery(*[fix(name, fix_time=at, lat=lat) for at, lat in way]) for name in names])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE fleet_position")


def test_who_was_near_is_read_by_the_cell_of_one_days_partition(three_days: None) -> None:
    text = plan(*near_query(*HERE, 200, *DAY))
    assert "20260301" in text
    assert "20260302" not in text
    assert "20260303" not in text
    assert "cell_fix_time_idx" in text
    assert "Seq Scan on fleet_position" not in text


def test_a_vehicles_positions_are_read_by_the_key_of_one_days_partition(truck: Vehicle, three_days: None) -> None:
    seen: list[tuple[str, Any]] = []

    def note(run: Callable[..., Any], sql: str, values: Any, many: bool, context: Any) -> Any:
        seen.append((sql, values))
        return run(sql, values, many, context)

    with connection.execute_wrapper(note):
        positions_of(truck, *DAY)
    text = plan(*next(one for one in seen if 'FROM "fleet_position"' in one[0]))
    assert "20260301" in text
    assert "20260302" not in text
    assert "pkey" in text
    assert "Seq Scan on fleet_position" not in text
