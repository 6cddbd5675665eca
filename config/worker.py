"""Starts a worker process: ``python -m config.worker``, or ``--queues reports`` for some of the queues alone."""

import argparse
import asyncio
import os
import signal
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import django

from config.env import BadSetting
from kit.queues import CONCURRENCY

_SPARE_THREADS: Final = 4
"""For what tasks that are coroutines do in threads beside their own."""


def main() -> None:
    """Do the jobs of the queues until told to stop; ends with an error when the database is lost."""
    parser = argparse.ArgumentParser(description="Pantau's worker process")
    parser.add_argument("--queues", default=",".join(CONCURRENCY), help="names with commas; all without this")
    queues = parser.parse_args().queues.split(",")
    if unknown := [queue for queue in queues if queue not in CONCURRENCY]:
        parser.error(f"no such queue: {', '.join(unknown)}; there are {', '.join(CONCURRENCY)}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    django.setup()
    require_connections(sum(CONCURRENCY[queue] for queue in queues))
    asyncio.run(work(queues))


def require_connections(jobs: int) -> None:
    """Raise BadSetting when ``jobs`` at once would wait for each other's database connections."""
    from django.conf import settings  # noqa: PLC0415 (needs the settings module)

    pool = settings.DATABASES["default"]["OPTIONS"].get("pool")
    if pool and pool["max_size"] < jobs:
        raise BadSetting(f"PANTAU_DATABASE_POOL is {pool['max_size']}; this worker does {jobs} jobs at once")


async def work(queues: Sequence[str]) -> None:
    """One worker for each queue, in this event loop. SIGTERM and SIGINT let running jobs end, and take no new ones."""
    from procrastinate.contrib.django import app  # noqa: PLC0415 (needs Django to be set up)
    from procrastinate.contrib.django.utils import connector_params  # noqa: PLC0415
    from procrastinate.psycopg_connector import PsycopgConnector  # noqa: PLC0415

    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(sum(CONCURRENCY[queue] for queue in queues) + _SPARE_THREADS))
    # Each worker keeps one connection to listen on; fetching and finishing jobs shares the others.
    connector = PsycopgConnector(kwargs=connector_params(), min_size=len(queues) + 1, max_size=2 * len(queues) + 2)
    with app.replace_connector(connector) as ready:
        async with ready.open_async():
            workers = [
                loop.create_task(
                    ready.run_worker_async(
                        queues=[queue],
                        name=queue,
                        concurrency=CONCURRENCY[queue],
                        install_signal_handlers=False,
                    )
                )
                for queue in queues
            ]
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(number, _cancel, workers)
            ended, _pending = await asyncio.wait(workers, return_when=asyncio.FIRST_COMPLETED)
            _cancel(workers)
            await asyncio.gather(*workers, return_exceptions=True)
            for worker in ended:
                if not worker.cancelled():
                    worker.result()


def _cancel(workers: Sequence[asyncio.Task[None]]) -> None:
    for worker in workers:
        worker.cancel()


if __name__ == "__main__":
    main()
