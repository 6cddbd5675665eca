"""Taking turns at work that keeps a processor and the interpreter busy."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from kit.connections import give_back
from kit.errors import TryLater


class ConcurrencyLimit:
    """At most ``at_once`` threads of this process do the work; others wait for at most ``wait_s`` seconds.

    Otherwise a handful of costly requests leaves the thread that serves everybody else a fraction of a processor.
    """

    def __init__(self, *, at_once: int, wait_s: float) -> None:
        self._free = threading.BoundedSemaphore(at_once)
        self._wait_s = wait_s

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, and hold it for as long as the block lasts. Raises TryLater when the wait is too long.

        The thread's database connections are given back before a wait, so call it outside transactions; raises
        RuntimeError inside one.
        """
        if not self._free.acquire(blocking=False):
            give_back()
            if not self._free.acquire(timeout=self._wait_s):
                raise TryLater
        try:
            yield
        finally:
            self._free.release()
