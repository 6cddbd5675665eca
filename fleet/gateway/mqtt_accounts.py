"""The accounts of enrolled phones at the MQTT broker, as a file in the form of Mosquitto's password file.

The broker's own start script joins it to its other accounts and has them read again; see ops/mosquitto/broker.sh.
"""

import asyncio
import contextlib
import logging
import os
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any, Final

import psycopg

logger = logging.getLogger(__name__)
EVERY_S: Final = 2.0
LONGEST_PAUSE_S: Final = 30.0
_ACCOUNTS: Final = "SELECT identity, mqtt_password FROM fleet_device WHERE mqtt_password <> '' ORDER BY identity"
_SIGNATURE: Final = """
SELECT count(*), max(secret_made_at), max(id) FROM fleet_device WHERE mqtt_password <> ''
"""


@contextlib.asynccontextmanager
async def exported_accounts(database: str, file: str) -> AsyncIterator[None]:
    """Keep ``file`` up to date meanwhile; an empty name: there is none to be kept."""
    if not file:
        yield
        return
    running = asyncio.create_task(_keep(database, Path(file)), name="mqtt-accounts")
    try:
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def _keep(database: str, file: Path) -> None:
    """Write the file anew whenever accounts changed, for ever. Phones that are enrolled already do not wait for it."""
    pause_s = EVERY_S
    while True:
        try:
            connection = await psycopg.AsyncConnection[Any].connect(
                database, autocommit=True, connect_timeout=5, application_name="pantau-mqtt-accounts"
            )
            async with connection:
                await _follow(connection, file)
        except (psycopg.Error, OSError) as error:
            logger.warning("accounts of phones at the MQTT broker are not written: %s", error)
        await asyncio.sleep(pause_s)
        pause_s = min(pause_s * 2, LONGEST_PAUSE_S)


async def _follow(connection: psycopg.AsyncConnection[Any], file: Path) -> None:
    written: tuple[object, ...] | None = None
    while True:
        cursor = await connection.execute(_SIGNATURE)
        signature = await cursor.fetchone()
        if signature != written:
            cursor = await connection.execute(_ACCOUNTS)
            write_accounts(file, await cursor.fetchall())
            written = signature
        await asyncio.sleep(EVERY_S)


def write_accounts(file: Path, accounts: Sequence[tuple[str, str]]) -> None:
    """Replace the file at once, readable by its owner and group alone; names that would end a line early are left out.

    Raises OSError.
    """
    lines = [f"{name}:{password}\n" for name, password in accounts if name.isprintable() and ":" not in name]
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640), "w", encoding="utf-8") as out:
        out.writelines(lines)
    unfinished.replace(file)
