"""Waiting for a condition instead of sleeping."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


def until(condition: Callable[[], T], *, seconds: float = 20, what: str = "the condition") -> T:
    """The first truthy value of ``condition()``; raises AssertionError after ``seconds``."""
    deadline = time.monotonic() + seconds
    pause = 0.005
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not come true within {seconds} s; last value: {value!r}")
        time.sleep(pause)
        pause = min(pause * 1.5, 0.1)
    return value


async def until_async(condition: Callable[[], Awaitable[T]], *, seconds: float = 20, what: str = "the condition") -> T:
    """As ``until``, for a condition that is awaited."""
    deadline = time.monotonic() + seconds
    while True:
        result = await condition()
        if result:
            return result
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not come true within {seconds} s; last value: {result!r}")
        await asyncio.sleep(0.01)
