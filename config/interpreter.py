"""How the interpreter and the allocator of the web process are set: many threads work, one answers everybody."""

import asyncio
import contextlib
import ctypes
import gc
import sys
from typing import Final

_SWITCH_S: Final = 0.001
_COLLECT_AFTER: Final = (20_000, 20, 20)
_RETURN_EVERY_S: Final = 5.0
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
"""Options of glibc's mallopt(3)."""


def favour_the_event_loop() -> None:
    """Let the thread of the event loop run soon after it asks to.

    A thread that computes gives way after a millisecond instead of five, and each computing thread costs that once. The
    collector of reference cycles stops all threads while it looks: it does not look at what was loaded, and seldom.
    """
    sys.setswitchinterval(_SWITCH_S)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECT_AFTER)


def bound_allocator() -> None:
    """Let threads share two areas of memory, and give large pieces back at once.

    Every request runs in a thread of its own, and by default each of up to eight areas a processor keeps what the
    largest request has ever needed there. Does nothing where the C library has no mallopt.
    """
    with contextlib.suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        for option, value in ((_ARENA_MAX, 2), (_MMAP_THRESHOLD, 256 * 1024), (_TRIM_THRESHOLD, 1024 * 1024)):
            mallopt(option, value)


async def return_free_memory() -> None:
    """Give pages without anything in them back to the system, for ever, every few seconds.

    By itself the C library returns only what lies at the end of an area: after a flood of large requests the process
    would keep what it has used once.
    """
    while True:
        await asyncio.sleep(_RETURN_EVERY_S)
        await asyncio.to_thread(_trim)


def _trim() -> None:
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
