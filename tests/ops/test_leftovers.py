"""What killed commands leave is deleted by the next one; what belongs to a living one is not."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.outage.small_disk import SmallDisk
from ops import servers
from ops.layout import throwaway
from ops.postmaster import is_dead_but_listed
from tests.wait_for import until


@pytest.fixture
def local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(servers, "LOCAL", tmp_path)
    return tmp_path


@pytest.fixture
def dead() -> int:
    """The number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


@pytest.fixture
def uncollected() -> Iterator[int]:
    """A process that has ended, and whose parent has not asked."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    until(lambda: is_dead_but_listed(process.pid), what="the end of a process")
    yield process.pid
    process.wait()


def left(local: Path, name: str) -> Path:
    folder = local / name
    folder.mkdir()
    (folder / "clock-0").write_bytes(bytes(8))
    return folder


@pytest.mark.parametrize("purpose", ["bench", "bench-faults", "check", "faults", "test", "test-servers"])
def test_what_a_dead_command_left_is_deleted(local: Path, dead: int, purpose: str) -> None:
    folder = left(local, f"{purpose}-{dead}")
    servers.remove_leftovers()
    assert not folder.exists()


def test_a_command_that_nobody_collected_is_dead(local: Path, uncollected: int) -> None:
    folder = left(local, f"faults-{uncollected}")
    servers.remove_leftovers()
    assert not folder.exists()


@pytest.mark.parametrize("name", ["faults-{own}", "bench-faults-{own}", "media-1", "run"])
def test_what_lives_or_is_something_else_stays(local: Path, name: str) -> None:
    folder = left(local, name.format(own=os.getpid()))
    servers.remove_leftovers()
    assert (folder / "clock-0").exists()


def test_the_disk_of_a_killed_fault_bench_is_unmounted(local: Path, dead: int) -> None:
    gone, living = (local / f"bench-faults-{pid}" for pid in (dead, os.getpid()))
    disks = [SmallDisk(gone), SmallDisk(living)]
    for disk in disks:
        disk.mount()
    try:
        (gone / "ballast").write_bytes(b"x")
        servers.remove_leftovers()
        assert not gone.exists()
        assert living.is_mount() is disks[1].possible  # only root may mount; else it is a folder
        assert living.exists()
    finally:
        disks[1].unmount()


def test_it_rejects_a_name_under_which_no_leftover_would_be_found() -> None:
    with pytest.raises(ValueError, match="no leftover"):
        throwaway("outage")
