"""Keeps the rules and zones that detectors use; they change some seconds after they were changed, never mid-batch.

It also notes that this gateway is there, without which nobody can be said to be silent.
"""

import asyncio
import contextlib
import logging
import time
from typing import Final

from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils import timezone

from fleet.rules.ingest_liveness import IngestProcess, note_alive
from fleet.rules.loader import Signature, load, signature
from fleet.rules.ruleset import NOBODY_WATCHES, Watch

logger = logging.getLogger(__name__)
EVERY_S: Final = 2.0
PATIENCE_S: Final = 5.0
_LISTEN_EVERY_S: Final = 20.0


class RulesetRefresher:
    """What counts now, read again when something changed."""

    def __init__(self) -> None:
        self._watch: Watch = NOBODY_WATCHES
        self._signature: Signature | None = None
        self._ready = asyncio.Event()
        self._listened = -_LISTEN_EVERY_S

    @property
    def now(self) -> Watch:
        """What counts at this moment; a batch keeps it to its end."""
        return self._watch

    async def wait_ready(self) -> None:
        """Return when rules were read once, or cannot be for so long that positions must be stored without them."""
        if not self._ready.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ready.wait(), PATIENCE_S)

    async def run(self) -> None:
        """Look for changes, for ever."""
        while True:
            try:
                await asyncio.to_thread(self._refresh)
                self._ready.set()
            except (DatabaseError, InterfaceError) as error:
                logger.warning("rules and zones were not read again: %s", error)
            except Exception:
                logger.exception("rules and zones could not be read; the last ones stay")
                self._ready.set()  # to wait for them would help nobody
            await asyncio.sleep(EVERY_S)

    def _refresh(self) -> None:
        close_old_connections()
        try:
            seen = signature()
            if seen != self._signature:
                self._watch, self._signature = load(), seen
            if time.monotonic() - self._listened >= _LISTEN_EVERY_S:
                note_alive(IngestProcess.GATEWAY, timezone.now())
                self._listened = time.monotonic()
        finally:
            close_old_connections()
