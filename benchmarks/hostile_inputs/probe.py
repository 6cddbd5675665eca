"""``/healthz`` every 50 ms on a connection of its own, from a process of its own, whose work nothing else delays.

Prints the milliseconds of each answer, a line each, until its standard input ends; ``-1`` for no answer.
"""

import asyncio
import contextlib
import http.client
import select
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Final, cast

from benchmarks._ready import HOST

PAUSE_S: Final = 0.05
PATIENCE_S: Final = 30.0
NO_ANSWER: Final = -1.0


def main() -> None:
    """The port is the argument."""
    port = int(sys.argv[1])
    link: http.client.HTTPConnection | None = None
    while True:
        began = time.monotonic()
        took = NO_ANSWER
        try:
            link = link or http.client.HTTPConnection(HOST, port, timeout=PATIENCE_S)
            link.request("GET", "/healthz")
            link.getresponse().read()
            took = (time.monotonic() - began) * 1000
        except (OSError, http.client.HTTPException):
            link = None
        print(f"{took:.1f}", flush=True)
        if select.select([sys.stdin], [], [], max(0.0, PAUSE_S - (time.monotonic() - began)))[0]:
            return


@dataclass
class Probe:
    """The times of the answers, in milliseconds."""

    times_ms: list[float] = field(default_factory=list)

    @property
    def slowest_ms(self) -> float:
        """Without an answer it is the time that was waited for one."""
        return max((PATIENCE_S * 1000 if one == NO_ANSWER else one for one in self.times_ms), default=NO_ANSWER)

    def percentile_ms(self, share: float) -> float:
        """So many of the answers came within this time."""
        ordered = sorted(self.times_ms) or [NO_ANSWER]
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


@contextlib.asynccontextmanager
async def probing(port: int) -> AsyncIterator[Probe]:
    """Probe for as long as the block lasts."""
    command = [sys.executable, "-m", "benchmarks.hostile_inputs.probe", str(port)]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
    probe = Probe()

    async def follow() -> None:
        async for line in cast(asyncio.StreamReader, process.stdout):
            probe.times_ms.append(float(line))

    following = asyncio.ensure_future(follow())
    try:
        yield probe
    finally:
        if process.stdin is not None:
            process.stdin.close()
        await following
        await process.wait()


if __name__ == "__main__":
    main()
