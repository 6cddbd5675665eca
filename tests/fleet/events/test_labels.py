"""An event's numbers and days in the form of the page's language."""

import pytest
from django.utils import translation

from fleet.events.kinds import EventKind
from fleet.events.labels import SENTENCES, words


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


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Up to 31.3 km/h where 20 km/h is the limit."),
        ("id", "Hingga 31,3 km/jam, sedangkan batasnya 20 km/jam."),
    ],
)
@pytest.mark.parametrize("seconds", [0, 0.4])
def test_a_time_that_did_not_pass_is_not_told(language: str, said: str, seconds: float) -> None:
    with translation.override(language):
        assert words(EventKind.OVERSPEED, {"top_kmh": 31.3, "limit_kmh": 20, "for_s": seconds}) == said


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("kind", [kind for kind in SENTENCES if kind in {"off_duty", "towing", "zone_absent", "dwell"}])
def test_no_sentence_tells_of_no_seconds(kind: str, language: str) -> None:
    with translation.override(language):
        said = words(kind, {"for_s": 0, "zone": "Gudang", "metres": 60})
    assert " 0 " not in said
    assert "–" not in said


def test_one_day_is_not_told_as_days() -> None:
    with translation.override("en"):
        said = words(EventKind.PAPER_EXPIRES, {"paper": "stnk", "date": "2026-10-30", "days": 1})
    assert said.endswith("30 October 2026; days left: 1.")
