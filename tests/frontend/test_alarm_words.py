"""The wall says an alarm in the same words as the server's pages."""

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from fleet.events.kinds import EventKind
from fleet.events.labels import AT_ONCE, ORIGIN_UNPROVEN, SENTENCES, SILENCES
from fleet.models import PaperKind

WORDS: Final = Path(settings.BASE_DIR) / "frontend" / "src" / "map" / "entities" / "alarm" / "words.json"
LANGUAGES: Final = ["id", "en"]


def words(language: str) -> dict[str, Any]:
    return dict(json.loads(WORDS.read_text("utf-8"))[language])


def as_written(text: object) -> str:
    """A Python sentence as TypeScript writes it: %(zone)s is {zone}."""
    return re.sub(r"%\((\w+)\)s", r"{\1}", str(text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_know_every_kind(language: str) -> None:
    with translation.override(language):
        assert words(language)["kinds"] == {kind.value: str(kind.label) for kind in EventKind}


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_say_the_same_sentences(language: str) -> None:
    with translation.override(language):
        assert words(language)["sentences"] == {kind.value: as_written(SENTENCES[kind]) for kind in EventKind}


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_say_the_same_of_what_one_position_shows(language: str) -> None:
    with translation.override(language):
        assert words(language)["atOnce"] == {kind: as_written(text) for kind, text in AT_ONCE.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_fill_in_the_same_words(language: str) -> None:
    said = words(language)
    with translation.override(language):
        assert said["silences"] == {why: str(text) for why, text in SILENCES.items()}
        assert said["originUnproven"] == str(ORIGIN_UNPROVEN)
        assert said["papers"] == {value: str(label) for value, label in PaperKind.choices}
        assert said["durations"]["hours"] == as_written(gettext("%(hours)s h %(minutes)s min"))


def test_indonesian_is_not_english() -> None:
    same = {kind for kind, text in words("id")["sentences"].items() if text == words("en")["sentences"][kind]}
    assert not same
