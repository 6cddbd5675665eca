"""What a Redis that hangs costs those who write events."""

import os
import signal
import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import redis
from django.db import transaction
from django.test import override_settings

from fleet.events.event_types import VehicleEventRemoved
from live import wakeup
from live.publish import publish
from ops.redis_server import program

EVENTS: Final = 500
_IN_TRANSACTION: Final = 10


def hung_redis_s(events: int = EVENTS) -> float:
    """Seconds to publish ``events`` events, ten a transaction, while a real Redis is stopped (key ``hung_redis_s``).

    Writes into the outbox of the current database events that nobody sees.
    """
    with TemporaryDirectory(prefix="pantau-hung-redis-") as folder:
        address = Path(folder) / "redis.sock"
        child = _started(address)
        try:
            with override_settings(PANTAU_REDIS_URL=f"unix://{address}"):
                # The thread that wakes the hubs keeps its connection: it must be one to this Redis.
                wakeup.forget_waker()
                os.kill(child.pid, signal.SIGSTOP)
                return _publish(events)
        finally:
            wakeup.forget_waker()
            os.kill(child.pid, signal.SIGCONT)
            child.kill()
            child.wait(10)


def _publish(events: int) -> float:
    began = time.perf_counter()
    for first in range(1, events + 1, _IN_TRANSACTION):
        with transaction.atomic():
            for number in range(first, first + _IN_TRANSACTION):
                publish(VehicleEventRemoved(id=number), ["nobody"])
    return time.perf_counter() - began


def _started(address: Path) -> subprocess.Popen[bytes]:
    binary = program()
    if binary is None:
        raise RuntimeError("Redis is not installed")
    # The multi-call binary decides by the name it is called by.
    child = subprocess.Popen(
        ["redis-server", "--port", "0", "--save", "", "--unixsocket", str(address)],
        executable=binary,
        cwd=address.parent,
        stdout=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 10
    while True:
        try:
            redis.Redis.from_url(f"unix://{address}", socket_timeout=1).ping()
        except redis.RedisError:
            if time.monotonic() > deadline:
                child.kill()
                raise
            time.sleep(0.02)
        else:
            return child
