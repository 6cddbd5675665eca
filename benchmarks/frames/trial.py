"""A trial: a decoder is fed broken frames, and everything that it must never do is looked for."""

import faulthandler
import json
import math
import os
import random
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from benchmarks.frames.authored import authored
from benchmarks.frames.mutate import mutated
from fleet.protocols.fix import Fix, Message, Rejected
from fleet.protocols.registry import PROTOCOLS, DecodeAgain
from fleet.protocols.stream import Session, StreamProtocol
from fleet.protocols.streams import STREAMS

FRAME_BUDGET_S: Final = 0.25
"""Processor time for what was sent at once; a frame takes well below a millisecond."""
HANG_S: Final = 120
MAX_FAILURES: Final = 5
_FRAMES_A_SESSION: Final = 50
_FRAMES_A_WATCH: Final = 1_000
_PAGE_KB: Final = os.sysconf("SC_PAGE_SIZE") // 1024
ARRIVAL: Final = datetime(2026, 11, 21, 7, 5, 9, tzinfo=UTC)


@dataclass
class Result:
    """What became of the frames; ``failures`` holds a reason and the bytes in hex."""

    frames: int = 0
    decoded: int = 0
    empty: int = 0
    rejected: int = 0
    garbage: int = 0
    waiting: int = 0
    slowest_s: float = 0.0
    seconds: float = 0.0
    rss_growth_kb: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)


class Broken(AssertionError):
    """A promise of every decoder that one did not keep."""


def protocols() -> list[str]:
    """Everything that can be put to the trial."""
    return [*sorted(STREAMS), *sorted(PROTOCOLS)]


def trial(name: str, frames: int, seed: int) -> Result:
    """Feed ``frames`` mutations; ends early after some failures, and ends the process with a trace at a hang."""
    chance, result = random.Random(f"{name} {seed}"), Result()
    sources = authored().get(name) or tuple(chance.randbytes(60) for _ in range(20))
    stream, session = STREAMS.get(name), Session()
    warm_kb, began = 0, time.monotonic()
    try:
        for number in range(frames):
            if number % _FRAMES_A_WATCH == 0:
                faulthandler.dump_traceback_later(HANG_S, exit=True)
            if number == frames // 4:
                warm_kb = _rss_kb()
            if number % _FRAMES_A_SESSION == 0:
                session = Session(identity="358899050011223" if chance.random() < 0.8 else "")
            _one(stream or PROTOCOLS[name], session, mutated(chance, sources, name), chance, result)
            if len(result.failures) >= MAX_FAILURES:
                break
    finally:
        faulthandler.cancel_dump_traceback_later()
    result.seconds, result.rss_growth_kb = time.monotonic() - began, _rss_kb() - warm_kb
    return result


def _one(
    stream: StreamProtocol | DecodeAgain, session: Session, data: bytes, chance: random.Random, result: Result
) -> None:
    result.frames += 1
    began = time.thread_time()
    try:
        if not isinstance(stream, StreamProtocol):
            _count(stream(data), result)
        elif stream.datagram is not None and chance.random() < 0.2:
            _count(stream.datagram(data, session, ARRIVAL).messages, result)
        else:
            _stream(stream, session, data, result)
    except Exception as error:  # noqa: BLE001 - finding them is the purpose
        where = traceback.extract_tb(error.__traceback__)[-1]
        result.failures.append((f"{error!r} at {Path(where.filename).name}:{where.lineno}", data.hex()))
    taken = time.thread_time() - began
    result.slowest_s = max(result.slowest_s, taken)
    if taken > FRAME_BUDGET_S and (again := _again_s(stream, data)) > FRAME_BUDGET_S:
        result.failures.append((f"{again:.2f} s for {len(data)} bytes", data.hex()))


def _again_s(stream: StreamProtocol | DecodeAgain, data: bytes) -> float:
    """The processor time of a second time: on a busy machine the first was not the decoder's alone."""
    began = time.thread_time()
    with suppress(Exception):  # the first time has told
        if isinstance(stream, StreamProtocol):
            _stream(stream, Session(identity="358899050011223"), data, Result())
        else:
            stream(data)
    return time.thread_time() - began


def _stream(stream: StreamProtocol, session: Session, data: bytes, result: Result) -> None:
    buffer = bytearray(data)
    while buffer:
        head = stream.cut(buffer)
        if head is None:
            if len(buffer) >= stream.max_frame:
                raise Broken(f"waits with {len(buffer)} bytes")
            result.waiting += 1
            return
        if not 1 <= head.size <= len(buffer):
            raise Broken(f"cuts {head.size} of {len(buffer)} bytes")
        frame = bytes(buffer[: head.size])
        del buffer[: head.size]
        if head.fault is not None:
            head.fault.to_detail()
            result.garbage += 1
        else:
            _count(stream.decode(frame, session, ARRIVAL).messages, result)


def _count(messages: Sequence[Message], result: Result) -> None:
    result.empty += not messages
    for message in messages:
        if isinstance(message, Rejected):
            message.reason.to_detail()
            result.rejected += 1
        else:
            _check(message)
            result.decoded += 1


def _check(message: Any) -> None:
    if not message.identity or len(message.identity) > 128:
        raise Broken(f"identity {message.identity!r}")
    if message.battery_pct is not None and not 0 <= message.battery_pct <= 100:
        raise Broken(f"battery {message.battery_pct}")
    json.dumps(dict(message.attributes), allow_nan=False)
    if isinstance(message, Fix) and not (math.isfinite(message.lat) and math.isfinite(message.lon)):
        raise Broken("a place that is no number")
    time_of = message.fix_time if isinstance(message, Fix) else message.time
    if time_of is not None and time_of.tzinfo is None:
        raise Broken("a time without a zone")


def _rss_kb() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE_KB
