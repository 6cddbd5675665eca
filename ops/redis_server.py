"""A private Redis on a Unix socket, for wake-ups and position batches; it keeps nothing on disk."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from ops.account import as_service, give_to_service
from ops.errors import OpsError
from ops.layout import Space

# Debian's redis-tools, unlike redis-server, brings no system service. Its redis-check-rdb is the same multi-call
# binary as the server and decides by the name it is called by.
MULTI_CALL = Path("/usr/bin/redis-check-rdb")


def program() -> Path | None:
    """The Redis server of this machine, or None."""
    if MULTI_CALL.exists():
        return MULTI_CALL
    found = shutil.which("redis-server")
    return Path(found) if found else None


def _binary() -> Path:
    binary = program()
    if binary is None:
        raise OpsError("Redis is not installed; start ./run, which installs it.")
    return binary


@dataclass(frozen=True)
class RedisServer:
    """One Redis whose socket lies in the space's socket folder."""

    space: Space

    @property
    def socket(self) -> Path:
        return self.space.sockets / "redis.sock"

    @property
    def log(self) -> Path:
        return self.space.logs / "redis.log"

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def pid(self) -> int | None:
        """The process id of the running server, or None."""
        try:
            pid = int((self.space.sockets / "redis.pid").read_text())
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, ValueError):
            return None
        return pid if b"redis" in command else None

    def running(self) -> bool:
        return self.pid() is not None

    def start(self) -> bool:
        """Start the server, detached. Returns False when it was running already."""
        if self.running():
            return False
        give_to_service(self.space.sockets)
        self.space.logs.mkdir(parents=True, exist_ok=True)
        arguments = {
            "--port": "0",
            "--unixsocket": str(self.socket),
            "--unixsocketperm": "700",
            "--save": "",
            "--appendonly": "no",
            "--daemonize": "no",
            "--pidfile": str(self.space.sockets / "redis.pid"),
        }
        command = ["redis-server", *(part for pair in arguments.items() for part in pair)]
        self.log.touch(mode=0o600)
        with self.log.open("ab") as log:
            child = subprocess.Popen(
                command,
                executable=_binary(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.space.sockets,
                start_new_session=True,
                **as_service(),
            )
        self._wait(child)
        return True

    def _wait(self, child: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            if self.answers():
                return
            if child.poll() is not None:
                break
            time.sleep(0.02)
        raise OpsError(f"Redis did not start (see {self.log}).")

    def answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(2)
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def stop(self) -> None:
        pid = self.pid()
        if pid is None:
            return
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + 10
        while self.running() and time.monotonic() < deadline:
            time.sleep(0.02)

    def kill(self) -> None:
        pid = self.pid()
        if pid is not None:
            os.kill(pid, signal.SIGKILL)
