"""A short round of the bench of hostile inputs: no error, answers in bounded time, memory bounded."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from benchmarks.hostile_inputs.camera_server import hostile_cameras
from benchmarks.hostile_inputs.rounds import Plan, play
from benchmarks.hostile_inputs.seed import seed
from benchmarks.hostile_inputs.target import Accounts, hostile_environment, running, tracebacks
from tests.processes import environment

PLAN = Plan(
    rounds=1,
    seed=2026,
    pictures=40,
    photos=8,
    bombs=1,
    sockets=18,
    socket_s=3,
    slow=10,
    requests=60,
    workers=4,
    round_s=6,
    warm_up=False,
)


@pytest.mark.django_db(transaction=True)
def test_hostile_inputs_all_at_once_neither_break_nor_block_the_centre(tmp_path: Path) -> None:
    with hostile_cameras() as (host, urls):
        accounts = seed(urls[:3], vehicles=20, zones=10)
        figures = asyncio.run(_play(accounts, host, tmp_path))
    assert figures["errors"] == 0, figures["error_list"]
    assert figures["unanswered"] == 0, figures["answers"]
    # A machine that runs other tests at the same time delays everything; a blocked event loop is seen all the same.
    assert 0 < figures["healthz_max_ms"] < 5_000
    assert figures["rss_growth_mb"] < 200
    kinds = {answer.split(":")[0] for answer in figures["answers"]}
    assert {"photo", "bomb scans", "camera", "zone drawn", "zones imported"} <= kinds
    assert {"JSON", "query"} & kinds
    assert {"socket, wish too often", "socket, never start", "slow connection to teltonika"} <= kinds


async def _play(accounts: Accounts, camera_host: str, folder: Path) -> dict[str, Any]:
    async with running(hostile_environment(environment(), camera_host), accounts, folder) as target:
        figures = await play(PLAN, target)
        target.web.kill()
        await target.web.wait()
        assert target.log_errors() == ["web ended with -9"]
        return figures


def test_a_traceback_in_a_log_is_seen_by_its_last_line() -> None:
    log = "INFO one\nERROR two\nTraceback (most recent call last):\n  File 'a'\n    b\nValueError: c\nINFO d\n"
    assert tracebacks(log) == ["ValueError: c"]
    assert tracebacks("INFO all is well\n") == []
