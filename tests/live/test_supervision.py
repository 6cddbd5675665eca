"""A hub that fails ends its process, and says before that which of its parts is late."""

import asyncio
import contextlib
import logging

import httpx
import pytest
from django.db import DatabaseError

from live.health import LIMITS_S, Health
from live.hub import Hub
from live.supervision import supervise
from tests.processes import web
from tests.wait_for import until, until_async

FAILING_WEB = """
import os, sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
from config import asgi, web
import live.hub

def fail(self):
    raise KeyError("a fault that nobody expected")

live.hub.Hub.tick = fail
sys.argv = ["web", "--port", sys.argv[1]]
sys.exit(web.main())
"""


@pytest.mark.django_db(transaction=True)
def test_a_hub_that_fails_is_logged_with_its_traceback_and_ends_the_process() -> None:
    with web() as process:
        process.stop()
        process.command = [process.command[0], "-c", FAILING_WEB, str(process.port)]
        # Whether it answers once before the first tick is a matter of milliseconds.
        with contextlib.suppress(AssertionError):
            process.start()
        code = until(lambda: process.exit_code, seconds=30)
        output = process.output()
    assert code not in {None, 0}
    assert "the live hub has ended" in output
    assert "KeyError: 'a fault that nobody expected'" in output


async def test_only_an_end_by_itself_is_a_failure(caplog: pytest.LogCaptureFixture) -> None:
    ends: list[str] = []

    async def work() -> None:
        await asyncio.Event().wait()

    task = asyncio.create_task(work())
    supervise(task, lambda: ends.append("cancelled"))
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert ends == []

    async def fail() -> None:
        raise KeyError

    failing = asyncio.create_task(fail())
    with caplog.at_level(logging.CRITICAL):
        supervise(failing, lambda: ends.append("failed"))
        await asyncio.gather(failing, return_exceptions=True)
        await asyncio.sleep(0)
    assert ends == ["failed"]


async def test_an_outage_of_the_database_does_not_end_the_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    attempts: list[int] = []

    async def away(*args: object) -> None:
        attempts.append(1)
        raise DatabaseError("away")

    async def tried_again() -> bool:
        return len(attempts) >= 3

    monkeypatch.setattr("live.hub.in_database", away)
    monkeypatch.setattr("live.position_feed.in_database", away)
    hub = Hub(lambda credentials: {})
    running = asyncio.create_task(hub.run())
    await until_async(tried_again)
    assert not running.done()
    assert hub.health.late() == ["outbox"]
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


def test_each_part_is_late_after_its_own_time() -> None:
    now = 0.0
    health = Health(lambda: now)
    assert health.late() == ["outbox"]
    for part in LIMITS_S:
        health.done(part)
    assert health.late() == []
    now = LIMITS_S["ticks"] + 1
    assert health.late() == ["ticks"]
    now = max(LIMITS_S.values()) + 1
    assert sorted(health.late()) == sorted(LIMITS_S)


@pytest.mark.django_db(transaction=True)
def test_health_is_told_without_a_database_connection() -> None:
    with web(PANTAU_DATABASE_POOL="2") as process:
        answer = httpx.get(process.address + "/healthz", timeout=5)
        assert (answer.status_code, answer.json()["ok"], answer.json()["late"]) == (200, True, [])
