"""Steps are done again only after their input changed."""

from pathlib import Path

import pytest

from ops import stamps
from ops.stamps import Stamp, digest


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(stamps, "ROOT", tmp_path)
    file = tmp_path / "source.ts"
    file.write_text("one")
    return file


def test_a_changed_file_changes_the_digest(source: Path) -> None:
    before = digest([source])
    source.write_text("two")
    assert digest([source]) != before


def test_a_file_that_is_only_touched_keeps_the_digest(source: Path) -> None:
    before = digest([source])
    source.touch()
    assert digest([source]) == before


def test_a_renamed_file_changes_the_digest(source: Path) -> None:
    before = digest([source])
    assert digest([source.rename(source.with_name("other.ts"))]) != before


def test_a_stamp_holds_what_was_set_and_nothing_else(tmp_path: Path) -> None:
    stamp = Stamp(tmp_path / "stamps", "frontend")
    assert not stamp.holds("a")
    stamp.set("a")
    assert stamp.holds("a")
    assert not stamp.holds("b")
