"""Rules and zones as the gateway knows them."""

import asyncio

import pytest
from django.db import OperationalError

from fleet.gateway import ruleset_refresher
from fleet.gateway.ruleset_refresher import RulesetRefresher
from fleet.rules.ruleset import NOBODY_WATCHES


class Failing(RulesetRefresher):
    """Cannot read the rules."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error
        self.asked = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def _refresh(self) -> None:
        self._loop.call_soon_threadsafe(self.asked.set)
        raise self._error


async def test_rules_that_cannot_be_read_hold_up_no_position() -> None:
    one = Failing(ZeroDivisionError())
    running = asyncio.create_task(one.run())
    async with asyncio.timeout(ruleset_refresher.PATIENCE_S / 2):
        await one.wait_ready()
    assert one.now is NOBODY_WATCHES
    running.cancel()


async def test_a_database_that_is_away_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ruleset_refresher, "PATIENCE_S", 60.0)
    one = Failing(OperationalError())
    running = asyncio.create_task(one.run())
    waiting = asyncio.create_task(one.wait_ready())
    await one.asked.wait()
    assert not waiting.done()
    waiting.cancel()
    running.cancel()
