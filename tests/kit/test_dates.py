"""The supported range of dates, and reading them."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from kit import dates
from kit.errors import BadInput


@pytest.mark.parametrize(
    "text",
    ["0001-01-01T00:00:00", "9999-12-31 23:59", "1899-12-31 23:59Z", "2201-01-01 00:00", "3020-05-05T00:00+07:00"],
)
def test_a_moment_outside_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="1900"):
        dates.read_moment(text)


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31", "1899-12-31"])
def test_a_day_outside_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="1900"):
        dates.read_day(text)


@pytest.mark.parametrize("text", ["2026-02-30", "yesterday", "2026-13-01", "12/31/2026"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        dates.read_day(text)
    with pytest.raises(BadInput):
        dates.read_moment(text)


def test_without_an_offset_the_regions_zone_counts() -> None:
    assert dates.read_moment("2026-11-22 07:30") == datetime(2026, 11, 22, 0, 30, tzinfo=UTC)
    assert dates.read_moment("2026-11-22T07:30+0000") == datetime(2026, 11, 22, 7, 30, tzinfo=UTC)
    assert dates.read_day("2026-11-22") == date(2026, 11, 22)
    assert (dates.read_day(" "), dates.read_moment("")) == (None, None)


@given(st.datetimes())
def test_every_moment_is_supported_or_refused_and_none_raises_otherwise(moment: datetime) -> None:
    try:
        dates.check_supported(moment)
    except ValidationError:
        assert not 1900 <= moment.year <= 2200
    else:
        assert 1900 <= moment.year <= 2200
