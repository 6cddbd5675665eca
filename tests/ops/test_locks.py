"""Two commands in one checkout do not fight."""

from pathlib import Path

import pytest

from ops import locks
from ops.errors import OpsError
from ops.locks import run_lock


@pytest.fixture(autouse=True)
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "LOCAL", tmp_path)


def test_a_second_run_is_refused_in_one_sentence() -> None:
    with run_lock(), pytest.raises(OpsError, match=r"^Another \./run is running in this checkout"), run_lock():
        pass


def test_after_the_first_has_ended_the_next_may_run() -> None:
    with run_lock():
        pass
    with run_lock():
        pass
