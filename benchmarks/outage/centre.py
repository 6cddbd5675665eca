"""A centre of its own that can be broken part by part: cluster on a small disk, Redis, two gateways on shared ports."""

import asyncio
import contextlib
import mmap
import signal
import struct
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psycopg

from benchmarks._ready import HOST, until_ready
from benchmarks.outage.small_disk import SmallDisk
from ops import setup
from ops.environment import Ports, environment
from ops.errors import OpsError
from ops.layout import ROOT, throwaway
from ops.ports import free_ports
from ops.servers import Servers

GATEWAYS: Final = 2


@dataclass
class Gateway:
    """One of the processes. Its own port, where its health is asked, is that of an unused listener."""

    environment: dict[str, str]
    own_port: int
    clock: mmap.mmap
    log: Path
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it if it does not run, and wait until it can write."""
        if self.process is None:
            # Even a bench that is killed leaves no gateway behind.
            command = ["setpriv", "--pdeathsig", "TERM", sys.executable]
            command += ["-m", "benchmarks.outage.stepped_gateway", "--host", HOST, "--share-ports"]
            with self.log.open("ab") as log:
                self.process = await asyncio.create_subprocess_exec(
                    *command, cwd=ROOT, env=self.environment, stdout=log, stderr=log
                )
        await until_ready(self.own_port)

    async def end(self, by: signal.Signals) -> None:
        """Send it a signal, and wait for its end."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(by)
            await self.process.wait()
            self.process = None

    def step_clock(self, seconds: float) -> None:
        """Its clock is wrong by so much from now on."""
        self.clock[:8] = struct.pack("<q", round(seconds * 1e6))


@dataclass
class Centre:
    """The parts."""

    servers: Servers
    disk: SmallDisk
    environment: dict[str, str]
    ports: dict[str, int]
    gateways: list[Gateway] = field(default_factory=list)

    @property
    def database(self) -> str:
        """The address of the database."""
        return self.environment["PANTAU_DATABASE_URL"]

    async def postgres_back(self) -> None:
        """Start PostgreSQL again if it is down, and wait until it takes connections, however long it recovers."""
        for _ in range(600):
            with contextlib.suppress(psycopg.OperationalError, OpsError):
                await asyncio.to_thread(self.servers.cluster.start)
                async with await psycopg.AsyncConnection.connect(self.database, connect_timeout=5) as link:
                    await link.execute("SELECT 1")
                return
            await asyncio.sleep(0.1)
        raise RuntimeError("PostgreSQL did not come back")

    async def run(self, *command: str) -> str:
        """The standard output of a Python process in the centre's environment. Raises CalledProcessError."""
        return await asyncio.to_thread(self._run, *command)

    def _run(self, *command: str) -> str:
        line = [sys.executable, *command]
        return subprocess.run(
            line, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True, check=True
        ).stdout

    async def rows(self, query: str, *arguments: Any) -> list[tuple[Any, ...]]:
        """The rows of a query, on a connection of its own."""
        async with await psycopg.AsyncConnection[Any].connect(self.database) as link:
            return await (await link.execute(query, arguments)).fetchall()

    async def write(self, statement: str, *arguments: Any) -> None:
        """Change something behind the gateways' back."""
        async with await psycopg.AsyncConnection[Any].connect(self.database) as link:
            await link.execute(statement, arguments)


@contextlib.asynccontextmanager
async def own_centre(identities: Sequence[str]) -> AsyncIterator[Centre]:
    """A running centre with these devices in vehicles."""
    servers = Servers(throwaway("bench-faults"))
    disk = SmallDisk(servers.space.folder)
    web, osmand, teltonika, *own = free_ports(3 + GATEWAYS)
    ports = Ports(web, osmand, gateway_host=HOST, trackers={"PANTAU_TELTONIKA_PORT": teltonika})
    variables = environment(servers.space, ports=ports, demo=False)
    centre = Centre(servers, disk, variables, {"osmand": osmand, "teltonika": teltonika})
    try:
        disk.mount()
        await asyncio.to_thread(servers.start)
        await asyncio.to_thread(setup.ensure_database, servers.space, variables)
        await centre.run("-m", "benchmarks.outage.seed", *identities)
        centre.gateways = [_gateway(centre, number, port) for number, port in enumerate(own)]
        await asyncio.gather(*(one.start() for one in centre.gateways))
        yield centre
    finally:
        disk.clear()
        await asyncio.gather(*(one.end(signal.SIGTERM) for one in centre.gateways))
        await asyncio.to_thread(servers.remove)
        disk.unmount()


def _gateway(centre: Centre, number: int, port: int) -> Gateway:
    file = centre.servers.space.folder / f"clock-{number}"
    file.write_bytes(bytes(8))
    with file.open("r+b") as opened:
        clock = mmap.mmap(opened.fileno(), 8)
    own = {"PANTAU_OWNTRACKS_PORT": str(port), "PANTAU_BENCH_CLOCK": str(file)}
    centre.servers.space.logs.mkdir(parents=True, exist_ok=True)
    return Gateway(centre.environment | own, port, clock, centre.servers.space.logs / f"gateway-{number}.log")
