"""A bounded number of decoder processes, and a bounded queue before them."""

import threading
import time
from typing import Any, Final

from kit.images.errors import BadImage, DecodersBusy
from kit.images.process import DecoderProcess, ProcessDied
from kit.images.wire import Limits, Reason, Recipe

RECYCLE_AFTER: Final = 200
"""Pictures after which a process is replaced, so that what a decoder leaks does not add up."""


class Cancelled(Exception):
    """The caller no longer waits for the picture."""


class Ticket:
    """One caller's place: lets another thread withdraw it, whether it waits or is being served."""

    def __init__(self) -> None:
        self.cancelled = False
        self.process: DecoderProcess | None = None

    def serve(self, process: DecoderProcess) -> None:
        """``process`` decodes this caller's picture now; the pool's lock is held."""
        self.process = process
        if self.cancelled:
            process.kill()

    def withdraw(self) -> None:
        """Give the picture up; the pool's lock is held."""
        self.cancelled = True
        if self.process is not None:
            self.process.kill()


class DecoderPool:
    """At most ``processes`` pictures are decoded at once and ``queue`` wait, each for at most ``wait_s`` seconds.

    Processes are started when they are first needed. Safe to use from threads.
    """

    def __init__(self, *, processes: int, queue: int, wait_s: float, wall_s: float, limits: Limits) -> None:
        self._processes, self._queue, self._wait_s, self._wall_s = processes, queue, wait_s, wall_s
        self.limits = limits
        self._condition = threading.Condition()
        self._idle: list[DecoderProcess] = []
        self._busy = self._waiting = 0

    def run(self, data: bytes, recipe: Recipe, ticket: Ticket | None = None) -> tuple[dict[str, Any], bytes, bytes]:
        """The answer of a decoder process. Raises BadImage (also when the process dies of the picture), DecodersBusy,
        and Cancelled after `withdraw`."""
        ticket = ticket or Ticket()
        process = self._admit(ticket)
        try:
            answer = process.run(data, recipe, self.limits, wall_s=self._wall_s)
        except ProcessDied as error:
            if ticket.cancelled:
                raise Cancelled from error
            raise BadImage(Reason.TOO_COSTLY) from error
        else:
            return answer
        finally:
            self._release(process, ticket)

    def withdraw(self, ticket: Ticket) -> None:
        """Stop waiting; a picture that is being decoded is given up with its process."""
        with self._condition:
            ticket.withdraw()
            self._condition.notify_all()

    @property
    def load(self) -> tuple[int, int]:
        """How many pictures are being decoded, and how many wait."""
        with self._condition:
            return self._busy, self._waiting

    def close(self) -> None:
        """End the idle processes."""
        with self._condition:
            idle, self._idle = self._idle, []
        for process in idle:
            process.close()

    def _admit(self, ticket: Ticket) -> DecoderProcess:
        end = time.monotonic() + self._wait_s
        with self._condition:
            if self._busy >= self._processes and self._waiting >= self._queue:
                raise DecodersBusy
            self._waiting += 1
            try:
                self._condition.wait_for(
                    lambda: ticket.cancelled or self._busy < self._processes, timeout=end - time.monotonic()
                )
            finally:
                self._waiting -= 1
            if ticket.cancelled:
                raise Cancelled
            if self._busy >= self._processes:
                raise DecodersBusy
            self._busy += 1
            process = self._idle.pop() if self._idle else None
        if process is not None and not process.alive:
            process.close()
            process = None
        try:
            process = process or DecoderProcess()
        except OSError:
            with self._condition:
                self._busy -= 1
                self._condition.notify()
            raise
        with self._condition:
            ticket.serve(process)
        return process

    def _release(self, process: DecoderProcess, ticket: Ticket) -> None:
        keep = process.alive and not ticket.cancelled and process.decoded < RECYCLE_AFTER
        if not keep:
            process.close()
        with self._condition:
            ticket.process = None
            self._busy -= 1
            if keep:
                self._idle.append(process)
            self._condition.notify_all()
