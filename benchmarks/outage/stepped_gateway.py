"""The gateway, its clock wrong by as many microseconds as the file PANTAU_BENCH_CLOCK holds: 8 bytes, little-endian."""

import mmap
import os
import struct
import sys
import time
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Final, Self

from config import gateway
from fleet.gateway import tcp, udp

_right: Final = time.time_ns


def _step_clock(file: Path) -> None:
    with file.open("rb") as opened:
        shared = mmap.mmap(opened.fileno(), 8, access=mmap.ACCESS_READ)

    def wrong() -> int:
        return _right() + int(struct.unpack("<q", shared[:8])[0]) * 1000

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromtimestamp(wrong() / 1e9, tz or UTC)

    # All that the gateway asks for the time of day: the pipeline's clock, and the arrival of frames and datagrams.
    time.time_ns = wrong
    for module in (tcp, udp):
        vars(module)["datetime"] = Clock


if __name__ == "__main__":
    _step_clock(Path(os.environ["PANTAU_BENCH_CLOCK"]))
    sys.exit(gateway.main())
