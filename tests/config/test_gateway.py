"""Starting the gateway: one process or several, on ports that are free or not."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from fleet.protocols.streams import STREAMS
from ops.environment import TRACKERS
from tests.processes import ROOT, Process, environment, free_port, gateway
from tests.wait_for import until

pytestmark = pytest.mark.django_db(transaction=True)


def children_of(pid: int) -> list[int]:
    """The processes that a process started itself."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in listed.split()]


def is_alive(pid: int) -> bool:
    """Whether a process runs."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def takes_connections(process: Process) -> bool:
    try:
        socket.create_connection(("127.0.0.1", process.port), timeout=5).close()
    except OSError:
        return False
    return True


def test_every_protocol_has_a_listener_at_its_usual_port() -> None:
    usual = {f"PANTAU_{name.upper()}_PORT": protocol.port for name, protocol in STREAMS.items()}
    assert set(settings.PANTAU_TRACKER_PORTS) == set(STREAMS)
    assert {name: port for name, port in TRACKERS.items() if name in usual} == usual


def test_the_container_shows_every_listener_over_tcp_and_udp() -> None:
    shown = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]["gateway"]["ports"]
    for protocol in STREAMS.values():
        ends = {f":{protocol.port}"} | ({f":{protocol.port}/udp"} if protocol.datagram else set())
        assert all(any(port.endswith(end) for port in shown) for end in ends), protocol.name


@pytest.mark.parametrize("processes", ["1", "2"])
def test_it_names_a_port_that_is_taken_and_does_not_start(processes: str) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        taken = holder.getsockname()[1]
        variables = environment(
            PANTAU_GATEWAY_HOST="127.0.0.1",
            PANTAU_OSMAND_PORT=str(free_port()),
            PANTAU_GT06_PORT=str(taken),
            PANTAU_GATEWAY_PROCESSES=processes,
        )
        command = [sys.executable, "-m", "config.gateway"]
        done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert f"port {taken} at 127.0.0.1" in done.stderr.splitlines()[-1]


def test_a_process_that_dies_is_replaced_and_the_other_serves_on() -> None:
    with gateway(PANTAU_GATEWAY_PROCESSES="2") as process:
        first = two_children(process)
        os.kill(first[0], signal.SIGKILL)
        until(lambda: len(children_of(process.pid)) == 2 and first[0] not in children_of(process.pid))
        assert first[1] in children_of(process.pid)
        until(lambda: takes_connections(process))


@pytest.mark.parametrize("end", [Process.stop, Process.kill])
def test_all_processes_end_with_the_first(end: Callable[[Process], None]) -> None:
    with gateway(PANTAU_GATEWAY_PROCESSES="2") as process:
        children = two_children(process)
        end(process)
        until(lambda: not any(is_alive(child) for child in children), what="the end of both")


def two_children(process: Process) -> list[int]:
    """Both processes, as soon as they listen."""
    until(lambda: process.output().count("listening: osmand") == 2, what="both processes listening")
    children = children_of(process.pid)
    assert len(children) == 2
    return children
