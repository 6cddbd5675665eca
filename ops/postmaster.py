"""PostgreSQL's own lock file, postmaster.pid: who serves a cluster, and clearing it when that process is dead."""

from __future__ import annotations

import time
from pathlib import Path

from ops.errors import OpsError

PATIENCE_S = 60.0
SHARED_MEMORY_LINE = 6  # "key id" of the System V segment; pidfile.h of PostgreSQL


def serving_pid(data: Path) -> int | None:
    """The process id of the server of this data folder, or None when none is alive."""
    pid = _noted_pid(data)
    if pid is None:
        return None
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()  # a dead process that nobody waited for has none
    except OSError:
        return None
    return pid if b"postgres" in command else None


def clear_after_death(data: Path, sockets: Path) -> None:
    """Remove the lock files of a server that is dead but still listed, which PostgreSQL takes for alive.

    That happens in containers whose first process does not collect the dead. What the lock file protects from, a second
    server beside orphans of the first, is checked here: the files go only when nobody holds its shared memory.
    Raises OpsError when somebody still does after a minute.
    """
    pid = _noted_pid(data)
    if pid is None or not is_dead_but_listed(pid):
        return
    deadline = time.monotonic() + PATIENCE_S
    while _holders_of_shared_memory(data) > 0:
        if time.monotonic() > deadline:
            raise OpsError(f"Orphans of a killed PostgreSQL still use {data}; end them and start again.")
        time.sleep(0.05)
    for lock in (data / "postmaster.pid", *sockets.glob(".s.PGSQL.*.lock")):
        lock.unlink(missing_ok=True)


def _noted_pid(data: Path) -> int | None:
    try:
        return int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def is_dead_but_listed(pid: int) -> bool:
    """Whether the process has ended, and only nobody has collected it."""
    try:
        # The name stands in parentheses and may hold spaces; the state follows it.
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state in {"Z", "X"}


def _holders_of_shared_memory(data: Path) -> int:
    lines = (data / "postmaster.pid").read_text().splitlines()
    words = lines[SHARED_MEMORY_LINE].split() if len(lines) > SHARED_MEMORY_LINE else []
    if len(words) != 2:
        return 0
    header, *segments = Path("/proc/sysvipc/shm").read_text().splitlines()
    columns = header.split()
    for segment in segments:
        values = dict(zip(columns, segment.split(), strict=False))
        if values["shmid"] == words[1]:
            return int(values["nattch"])
    return 0
