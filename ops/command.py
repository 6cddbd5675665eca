"""What every command has in common: signals, and errors as one sentence."""

from __future__ import annotations

import signal
from collections.abc import Callable
from types import FrameType

from ops.errors import OpsError, explain_os_error
from ops.steps import say

INTERRUPTED = 130


def main(command: Callable[[], int]) -> int:
    """Run a command and return its exit code; an expected trouble becomes one sentence and code 1."""
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    try:
        return command()
    except OpsError as error:
        say(str(error))
        return 1
    except OSError as error:
        say(str(explain_os_error(error)))
        return 1
    except KeyboardInterrupt:
        say("Stopped.")
        return INTERRUPTED


def ignore_interrupts() -> None:
    """From here on nothing interrupts the stopping."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
