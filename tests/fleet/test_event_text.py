"""An event's numbers and days in the form of the page's language."""

import pytest
from django.utils import translation

from fleet.event_kinds import EventKind
from fleet.event_text import words


@pytest.mark.parametrize(("language", "top"), [("en", "31.3 km/h"), ("id", "31,3 km/jam")])
def test_a_speed_has_the_comma_of_the_language(language: str, top: str) -> None:
    with translation.override(language):
        assert top in words(EventKind.OVERSPEED, {"top_kmh": 31.3, "limit_kmh": 20, "for_s": 5})


def test_whole_numbers_have_no_decimals() -> None:
    with translation.override("en"):
        assert "20 km/h is the limit" in words(EventKind.OVERSPEED, {"top_kmh": 31.3, "limit_kmh": 20.0, "for_s": 5})


@pytest.mark.parametrize(("language", "day"), [("en", "30 October 2026"), ("id", "30 Oktober 2026")])
def test_a_day_is_written_out(language: str, day: str) -> None:
    with translation.override(language):
        assert day in words(EventKind.PAPER_EXPIRES, {"paper": "stnk", "date": "2026-10-30", "days": 8})
