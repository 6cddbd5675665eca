"""Explanations in words, in both languages."""

import pytest
from django.utils import translation

from fleet.trips.labels import length, reasons, way
from fleet.trips.part import Code, Evidence, Of
from fleet.trips.stored import entry_of
from tests.fleet.trips.journey import START_US


def entry(code: Code, **values: int) -> dict[str, object]:
    return entry_of(Of.START, Evidence(code, START_US, 98.49, 3.1, **values))


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("code", list(Code))
def test_every_piece_of_evidence_has_words(code: Code, language: str) -> None:
    with translation.override(language):
        (reason,) = reasons([entry(code, m=120, s=200, n=3)])
    assert reason.text
    assert "%" not in reason.text


def test_no_piece_of_evidence_reads_the_same_in_both_languages() -> None:
    said = {}
    for language in ("en", "id"):
        with translation.override(language):
            said[language] = [one.text for one in reasons([entry(code, m=120, s=200, n=3) for code in Code])]
    assert not set(said["en"]) & set(said["id"])


def test_a_stop_says_how_long_and_how_near() -> None:
    with translation.override("en"):
        (reason,) = reasons([entry(Code.STOOD, m=12, s=190, n=7)])
    assert reason.text == "since 3 min within 12 m of it (7 positions): it stands"
    assert reason.clock == "19:00:00"


def test_what_a_newer_version_wrote_is_left_out() -> None:
    assert reasons([{"of": "start", "code": "telepathy", "us": START_US, "lon": 0, "lat": 0}]) == []


@pytest.mark.parametrize(("seconds", "said"), [(59, "59 s"), (61, "1 min"), (3660, "1 h 1 min")])
def test_lengths_are_short(seconds: int, said: str) -> None:
    with translation.override("en"):
        assert length(seconds) == said


def test_ways_are_metres_or_kilometres() -> None:
    with translation.override("id"):
        assert (way(940), way(12_340)) == ("940 m", "12,3 km")
