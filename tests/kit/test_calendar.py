"""Working days, with the holidays of Indonesia."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.calendar import (
    add_working_days,
    end_of_working_day,
    holidays_between,
    is_decreed,
    is_working_day,
    rests_on_estimate,
)

WIB = ZoneInfo("Asia/Jakarta")
FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=WIB)


def test_nyepi_and_lebaran_are_no_working_days() -> None:
    """18 March 2026 is joint leave itself; the first working day after the feasts is Wednesday the 25th."""
    assert [add_working_days(date(2026, 3, 18), count).day for count in (1, 2, 3)] == [25, 26, 27]


@pytest.mark.parametrize(
    ("day", "name"),
    [("2026-03-19", "Hari Suci Nyepi"), ("2026-03-23", "Cuti Bersama Hari Raya Idul Fitri"),
     ("2026-08-17", "Hari Kemerdekaan Republik Indonesia"), ("2026-12-24", "Cuti Bersama Hari Raya Natal")],
)  # fmt: skip
def test_holidays_and_joint_leave_have_their_names(day: str, name: str) -> None:
    at = date.fromisoformat(day)
    (holiday,) = holidays_between(at, at)
    assert (holiday.name, holiday.joint_leave) == (name, name.startswith("Cuti"))
    assert not is_working_day(at)


def test_three_working_days_from_a_friday_end_on_wednesday() -> None:
    assert end_of_working_day(FRIDAY, 3) == datetime(2026, 11, 25, 23, 59, 59, tzinfo=WIB)


def test_the_day_is_that_of_the_region_and_not_of_greenwich() -> None:
    late_on_thursday_utc = datetime(2026, 11, 19, 23, 0, tzinfo=UTC)  # already Friday in Kabanjahe
    assert end_of_working_day(late_on_thursday_utc, 1).astimezone(WIB).date().isoformat() == "2026-11-23"


def test_a_decreed_year_is_certain_and_a_later_one_an_estimate() -> None:
    assert (is_decreed(2026), is_decreed(2031)) == (True, False)
    assert not rests_on_estimate(FRIDAY, FRIDAY + timedelta(days=30))
    assert rests_on_estimate(datetime(2031, 2, 3, 9, 0, tzinfo=WIB), datetime(2031, 2, 10, 9, 0, tzinfo=WIB))


def test_the_leave_beside_an_estimated_feast_is_an_estimate_too() -> None:
    feast = [holiday for holiday in holidays_between(date(2027, 1, 1), date(2027, 12, 31)) if "Fitri" in holiday.name]
    assert {holiday.joint_leave for holiday in feast} == {True, False}
    assert all(holiday.estimated for holiday in feast)


@given(day=st.dates(date(2000, 1, 1), date(2090, 1, 1)), count=st.integers(1, 60))
def test_exactly_the_count_of_working_days_lies_after_the_day(day: date, count: int) -> None:
    end = add_working_days(day, count)
    passed = [day + timedelta(days=number) for number in range(1, (end - day).days + 1)]
    assert is_working_day(end)
    assert sum(map(is_working_day, passed)) == count
