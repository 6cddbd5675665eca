"""Starting, watching and stopping the product's processes."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.errors import OpsError
from ops.layout import Space
from ops.processes import Program, Supervisor
from ops.servers import Servers
from tests.wait_for import until


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    """A supervisor whose logs lie in a folder of the test."""
    made = Supervisor(Servers(Space(tmp_path)), {"PATH": os.environ["PATH"]})
    yield made
    made.stop()


def lines(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []


def test_it_starts_a_process_again_that_ended(supervisor: Supervisor, tmp_path: Path) -> None:
    starts = tmp_path / "starts"
    program = Program("short", ["sh", "-c", f"echo start >> {starts}"])
    supervisor.start(program)

    def mended_once() -> bool:
        supervisor.mend()
        return len(lines(starts)) >= 2

    until(mended_once, what="the second start")


def test_each_quick_end_doubles_the_pause(supervisor: Supervisor) -> None:
    program = Program("failing", ["false"])
    supervisor.start(program)

    def paused_twice() -> bool:
        supervisor.mend()
        return program.pause_s >= 2.0

    until(paused_twice, what="two pauses")


def test_it_says_why_a_process_does_not_start(supervisor: Supervisor) -> None:
    supervisor.start(Program("web", ["sh", "-c", "echo the port is gone; exit 3"], ready=lambda: False))
    with pytest.raises(OpsError, match="The web process ended at once: the port is gone"):
        supervisor.wait_until_ready(timeout_s=10)


def test_it_names_what_is_not_ready_in_time(supervisor: Supervisor) -> None:
    supervisor.start(Program("gateway", ["sleep", "60"], ready=lambda: False))
    with pytest.raises(OpsError, match="Not ready after 0 s: gateway"):
        supervisor.wait_until_ready(timeout_s=0.1)


def test_stopping_ends_all_processes_at_once(supervisor: Supervisor) -> None:
    programs = [Program(f"p{number}", ["sleep", "60"]) for number in range(3)]
    for program in programs:
        supervisor.start(program)
    stopping = threading.Thread(target=supervisor.stop)
    stopping.start()
    stopping.join(timeout=5)
    assert not stopping.is_alive()
    assert all(program.child is not None and program.child.poll() is not None for program in programs)


def test_what_a_process_says_is_in_its_log(supervisor: Supervisor) -> None:
    program = Program("talker", ["sh", "-c", "echo hello; sleep 60"])
    supervisor.start(program)
    until(lambda: lines(supervisor.log_of(program)) == ["hello"], what="the word in the log")
    assert supervisor.log_of(program).stat().st_mode & 0o777 == 0o600
