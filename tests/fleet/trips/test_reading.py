"""The believed fixes of a vehicle come once and in order, whatever the page, and a page reads no more than it gives."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fleet.models import Vehicle
from fleet.trips import reading
from fleet.trips.fixes import Fix
from tests.fleet.conftest import NOON, delivery, fix, store

pytestmark = pytest.mark.django_db(transaction=True)
DAY_S = 86_400
DENSE = range(0, 600, 20)
"""A burst of thirty fixes."""


def journey() -> list[float]:
    """Bursts, silences of days and of months, and a fix each noon."""
    after_months = [100 * DAY_S + n for n in DENSE]
    return [*DENSE, *(day * DAY_S for day in range(1, 20)), *after_months]


def write(seconds: list[float]) -> None:
    store([delivery(*(fix(seconds=n - 150 * DAY_S) for n in seconds))])


def read(vehicle: Vehicle) -> list[Fix]:
    return list(reading.fixes_of(vehicle.pk, None))


@pytest.mark.parametrize("page", [2, 7, 30, 1000])
def test_every_fix_comes_once_and_in_order(truck: Vehicle, page: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PAGE", page)
    write(journey())
    found = [each.us for each in read(truck)]
    assert len(found) == len(journey())
    assert all(a < b for a, b in pairwise(found))


def test_it_begins_where_it_is_told_and_skips_what_is_known(truck: Vehicle) -> None:
    write(journey())
    first = NOON - timedelta(days=50)
    since = list(reading.fixes_of(truck.pk, first))
    after = list(reading.fixes_of(truck.pk, None, after=first))
    assert (len(since), len(after)) == (30, 29)


def test_a_vehicle_without_fixes_has_none(truck: Vehicle) -> None:
    assert read(truck) == []


def test_a_silence_of_months_is_passed_in_one_step(truck: Vehicle) -> None:
    write([0, 140 * DAY_S])
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert len(read(truck)) == 2
    assert len(asked) <= 8


def test_a_page_ends_in_time_so_that_no_more_is_sorted_than_is_given(
    truck: Vehicle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PAGE", 40)
    write([day * DAY_S + n for day in range(40) for n in DENSE])
    with CaptureQueriesContext(connection) as asked:
        assert len(read(truck)) == 1200
    pages = [query["sql"] for query in asked if "ORDER BY fix_time LIMIT" in query["sql"]]
    sorted_rows = []
    for page in pages:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {page}")
            sorted_rows.append(cursor.fetchone()[0][0]["Plan"]["Plans"][0]["Actual Rows"])
    assert max(sorted_rows) <= 3 * 40
