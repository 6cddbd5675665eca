"""Locks, so that two commands in one checkout do not fight over one environment or one cluster."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from ops.errors import OpsError
from ops.layout import LOCAL
from ops.steps import say


@contextmanager
def setup_lock() -> Iterator[None]:
    """Held while installing and building; a second command waits for the first."""
    LOCAL.mkdir(exist_ok=True)
    with (LOCAL / "setup.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("  another command is setting up this checkout; waiting for it")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def run_lock() -> Iterator[None]:
    """Held by ./run as long as it runs. Raises OpsError when another ./run holds it."""
    LOCAL.mkdir(exist_ok=True)
    with (LOCAL / "run.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OpsError("Another ./run is running in this checkout; stop it with Ctrl-C in its window.") from None
        yield
