"""Saying what is being done and how long it took. All of it goes to standard error; standard output is for results."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

# Seconds by name, of every step of this command so far.
DURATIONS: dict[str, float] = {}


def say(text: str) -> None:
    """Print a line at once, also into a pipe."""
    print(text, file=sys.stderr, flush=True)


def take_over_packages_step() -> None:
    """Count the installation of system packages, which the shell did before Python was there."""
    seconds = float(os.environ.get("PANTAU_PACKAGES_S", "0"))
    if seconds:
        DURATIONS["system packages"] = seconds


@contextmanager
def step(name: str) -> Iterator[None]:
    """Print the name, do the work, print the seconds."""
    print(f"  {name} ... ", end="", file=sys.stderr, flush=True)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        say("stopped")
        raise
    seconds = time.monotonic() - began
    DURATIONS[name] = round(seconds, 2)
    say(f"{seconds:.1f} s")
