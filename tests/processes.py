"""The product's own processes, started for a test on the test database and free ports."""

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection

from kit.database_role import APP_ROLE
from ops.environment import TRACKERS
from ops.ports import free_ports
from tests.wait_for import until

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    """A TCP port of loopback that nobody listens on now."""
    return free_ports(1)[0]


def environment(**changes: str) -> dict[str, str]:
    """The environment of a process that works on this test's database and Redis channels."""
    return {
        **os.environ,
        "PANTAU_DATABASE_URL": database_url(APP_ROLE),
        "PANTAU_REDIS_PREFIX": settings.PANTAU_REDIS_PREFIX,
        "PANTAU_SECRET_KEY": settings.SECRET_KEY,
        "PANTAU_MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "PYTHONUNBUFFERED": "1",
        **dict.fromkeys(TRACKERS, "-1"),
        "PANTAU_MQTT_URL": "",
        "PANTAU_MQTT_ACCOUNTS_FILE": "",
        **changes,
    }


def database_url(role: str | None = None) -> str:
    """The address of the test database, as its owner or as another role."""
    database = {**connection.settings_dict, **({"USER": role} if role else {})}
    query = {name.lower(): str(database[name]) for name in ("HOST", "USER", "PORT", "PASSWORD") if database[name]}
    return f"postgresql:///{quote(str(database['NAME']))}?{urlencode(query)}"


@dataclass
class Process:
    """A process under test: where it listens, and the ways to end it."""

    command: list[str]
    port: int
    environment: dict[str, str]
    ready_path: str = "/healthz"
    _child: subprocess.Popen[bytes] | None = None
    _output: IO[bytes] = field(default_factory=TemporaryFile)

    @property
    def address(self) -> str:
        """``http://host:port`` of the process."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The process id; raises RuntimeError when it is not running."""
        if self._child is None:
            raise RuntimeError("the process is not running")
        return self._child.pid

    @property
    def running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._child is not None and self._child.poll() is None

    @property
    def exit_code(self) -> int | None:
        """The code that it ended with; None while it runs."""
        return None if self._child is None else self._child.poll()

    def start(self) -> None:
        """Start it and wait until it answers; raises AssertionError with its output when it ends instead."""
        self._child = subprocess.Popen(
            self.command, cwd=ROOT, env=self.environment, stdout=self._output, stderr=subprocess.STDOUT
        )
        until(self._answers, seconds=60, what=f"an answer of {' '.join(self.command)}")

    def kill(self) -> None:
        """End it as a crash would: no handler runs."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it in order."""
        self._end(signal.SIGTERM)

    def output(self) -> str:
        """Everything that it has printed so far."""
        self._output.seek(0)
        return self._output.read().decode(errors="replace")

    def _answers(self) -> bool:
        if self._child is not None and self._child.poll() is not None:
            raise AssertionError(f"{' '.join(self.command)} ended:\n{self.output()}")
        try:
            with urllib.request.urlopen(self.address + self.ready_path, timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def _end(self, by: signal.Signals) -> None:
        if self._child is None:
            return
        self._child.send_signal(by)
        try:
            self._child.wait(15)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait(15)
        self._child = None


@contextmanager
def web(**changes: str) -> Iterator[Process]:
    """A running web process."""
    port = free_port()
    yield from _running(
        Process([sys.executable, "-m", "config.web", "--port", str(port)], port, environment(**changes))
    )


_shared: dict[str, Process] = {}
_until_the_end = ExitStack()


@contextmanager
def shared_web() -> Iterator[Process]:
    """The web process that the tests of a file use one after the other; it takes seconds to start one.

    Its hub still holds the positions of vehicles of earlier tests. A test that asks which vehicles are on a map, ends
    the process, or needs another environment starts its own with ``web``.
    """
    wanted = {name: value for name, value in environment().items() if name.startswith("PANTAU_")}
    process = _shared.get("web")
    if process is None or not process.running:
        process = _shared["web"] = _until_the_end.enter_context(web())
    differing = sorted(name for name, value in wanted.items() if process.environment.get(name) != value)
    if differing:
        raise RuntimeError(f"the shared web process runs with other settings ({', '.join(differing)}); start web()")
    yield process


def stop_shared() -> None:
    """End what tests have shared."""
    _shared.clear()
    _until_the_end.close()


@contextmanager
def gateway(**changes: str) -> Iterator[Process]:
    """A running gateway whose HTTP listener is at ``address``."""
    port = free_port()
    changes = {"PANTAU_GATEWAY_HOST": "127.0.0.1", "PANTAU_OSMAND_PORT": str(port), **changes}
    yield from _running(Process([sys.executable, "-m", "config.gateway"], port, environment(**changes)))


def _running(process: Process) -> Iterator[Process]:
    try:
        process.start()
        yield process
    finally:
        process.stop()
