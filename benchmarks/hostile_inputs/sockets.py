"""WebSockets that say too much, too early, nothing, or nonsense."""

import asyncio
import json
import random
from collections.abc import Awaitable, Callable
from typing import Final

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage
from websockets.typing import Origin

from benchmarks._ready import HOST
from benchmarks.hostile_inputs.target import Tally, Target
from live.frames import CELLS
from live.messages import MAX_CELLS, PROTOCOL

_START: Final = json.dumps({"op": "start", "protocol": PROTOCOL, "resume": None})
_DIGITS: Final = "9" * 3_500


async def wish_too_much(socket: ClientConnection) -> None:
    """All cells in one message."""
    await socket.send(_START)
    await socket.send(json.dumps({"op": "cells", "cells": list(range(2_500))}))


async def wish_too_often(socket: ClientConnection) -> None:
    """As many cells as allowed, other ones each time, as fast as they can be sent."""
    await socket.send(_START)
    chance = random.Random()
    for _ in range(2_500):
        await socket.send(json.dumps({"op": "cells", "cells": chance.sample(range(1, CELLS), MAX_CELLS)}))


async def ask_again_for_everything(socket: ClientConnection) -> None:
    """A gap in 2,500 cells."""
    await socket.send(_START)
    for cell in range(2_500):
        await socket.send(json.dumps({"op": "resync", "cell": cell}))


async def send_a_megabyte(socket: ClientConnection) -> None:
    """One message."""
    await socket.send("a" * 1_000_000)


async def send_long_numbers(socket: ClientConnection) -> None:
    """Where numbers are expected."""
    await socket.send(f'{{"op":"start","protocol":{PROTOCOL},"resume":{_DIGITS}}}')


async def nest(socket: ClientConnection) -> None:
    """As deep as fits into a message."""
    await socket.send('{"op":"cells","cells":' + "[" * 4_000)


async def begin_with_cells(socket: ClientConnection) -> None:
    """Before the start."""
    await socket.send(json.dumps({"op": "cells", "cells": [1]}))


async def send_garbage(socket: ClientConnection) -> None:
    """Binary frames."""
    for _ in range(50):
        await socket.send(random.randbytes(3_000))


async def never_start(socket: ClientConnection) -> None:
    """And wait."""


ACTS: Final[tuple[Callable[[ClientConnection], Awaitable[None]], ...]] = (
    wish_too_much,
    wish_too_often,
    ask_again_for_everything,
    send_a_megabyte,
    send_long_numbers,
    nest,
    begin_with_cells,
    send_garbage,
    never_start,
)


async def act(target: Target, tally: Tally, number: int, patience_s: float) -> None:
    """One connection that does one of the acts and reads until it is closed, or for ``patience_s`` seconds."""
    what = ACTS[number % len(ACTS)]
    kind = f"socket, {what.__name__.replace('_', ' ')}"
    address = f"{HOST}:{target.web_port}"
    headers = {"Cookie": target.accounts.operator}
    try:
        async with asyncio.timeout(patience_s):
            async with connect(
                f"ws://{address}/ws/live",
                additional_headers=headers,
                origin=Origin(f"http://{address}"),
                max_size=2**24,
            ) as socket:
                try:
                    await what(socket)
                    async for _ in socket:
                        pass
                except ConnectionClosed:
                    pass
                tally.note(kind, f"closed {socket.close_code}")
                if socket.close_code == 1011:
                    tally.errors.append(f"{kind}: closed with 1011")
    except TimeoutError:
        tally.note(kind, "open")
    except (InvalidHandshake, InvalidMessage, OSError, EOFError) as error:
        tally.note(kind, f"not opened ({type(error).__name__})")
