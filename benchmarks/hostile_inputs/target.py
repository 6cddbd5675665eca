"""The processes under test, with accounts, and what is counted of their answers."""

import asyncio
import contextlib
import os
import sys
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks._ready import HOST, until_ready
from ops.ports import free_ports

CSRF_TOKEN: Final = "a" * 32
_MOST_BYTES: Final = 4 * 1024**3
GATEWAY_PORTS: Final = ("osmand", "owntracks", "cot", "teltonika")


@dataclass
class Tally:
    """Counts by kind of input. ``errors`` are broken promises, in words; ``refused`` counts 503 with Retry-After."""

    answers: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    refused: int = 0
    unanswered: int = 0
    slowest_s: dict[str, float] = field(default_factory=dict)

    def note(self, kind: str, outcome: str, seconds: float = 0.0) -> None:
        """One input of ``kind`` had this outcome after so many seconds."""
        self.answers[f"{kind}: {outcome}"] += 1
        self.slowest_s[kind] = max(self.slowest_s.get(kind, 0.0), round(seconds, 2))


@dataclass(frozen=True)
class Accounts:
    """Cookie headers of sessions, and what the seed has made."""

    planner: str
    operator: str
    cameras: tuple[int, ...]
    category: str
    phones: tuple[str, ...]


@dataclass(frozen=True)
class Target:
    """Where the processes listen, who they are and what they have printed."""

    web_port: int
    ports: Mapping[str, int]
    web: asyncio.subprocess.Process
    gateway: asyncio.subprocess.Process
    logs: Mapping[str, Path]
    accounts: Accounts

    def log_errors(self) -> list[str]:
        """The last line of each traceback in the logs, and the processes that have ended."""
        found = [
            f"{name} ended with {one.returncode}"
            for name, one in (("web", self.web), ("gateway", self.gateway))
            if one.returncode is not None
        ]
        for name, log in self.logs.items():
            found += [f"{name}: {line}" for line in tracebacks(log.read_text(errors="replace"))]
        return found


def tracebacks(text: str) -> list[str]:
    """The error that ends each traceback."""
    found: list[str] = []
    inside = False
    for line in text.splitlines():
        if "Traceback (most recent call last)" in line:
            inside = True
        elif inside and line.strip() and not line.startswith((" ", "\t", "|")):
            found.append(line[:300])
            inside = False
    return found + ["a traceback that does not end"] * inside


@contextlib.asynccontextmanager
async def running(environment: Mapping[str, str], accounts: Accounts, folder: Path) -> AsyncIterator[Target]:
    """Start the web process and a gateway with this environment; their output goes to files in ``folder``.

    The environment is one of ``hostile_environment``.
    """
    web_port = int(environment["PANTAU_BENCH_WEB_PORT"])
    ports = {name: int(environment[f"PANTAU_{name.upper()}_PORT"]) for name in GATEWAY_PORTS}
    logs = {"web": folder / "web.log", "gateway": folder / "gateway.log"}
    web = await _start(["config.web", "--port", str(web_port)], environment, logs["web"])
    gateway = await _start(["config.gateway", "--host", HOST], environment, logs["gateway"])
    try:
        await asyncio.gather(until_ready(web_port), until_ready(ports["osmand"]))
        yield Target(web_port, ports, web, gateway, logs, accounts)
    finally:
        for process in (web, gateway):
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            await process.wait()


def hostile_environment(environment: dict[str, str], camera_host: str) -> dict[str, str]:
    """``environment`` with free ports. Requests may name the address that they come from: no limit ends a round."""
    web, *own = free_ports(1 + len(GATEWAY_PORTS))
    return {
        **environment,
        **{f"PANTAU_{name.upper()}_PORT": str(port) for name, port in zip(GATEWAY_PORTS, own, strict=True)},
        "PANTAU_BENCH_WEB_PORT": str(web),
        "PANTAU_TRUSTED_PROXIES": "127.0.0.1",
        "PANTAU_CAMERA_HOSTS": camera_host,
        "PANTAU_LOG_LEVEL": "INFO",
    }


async def _start(module: list[str], environment: Mapping[str, str], log: Path) -> asyncio.subprocess.Process:
    with log.open("wb") as output:
        # Even a bench that is killed leaves no process behind, and no process takes all memory of the machine.
        return await asyncio.create_subprocess_exec(
            "setpriv", "--pdeathsig", "TERM", "prlimit", f"--data={_MOST_BYTES}", sys.executable, "-m", *module,
            env=dict(environment), stdout=output, stderr=output,
        )  # fmt: skip


def resident_mb(pid: int) -> tuple[float, float]:
    """Memory in MB of a process alone, and of its children."""
    own = children = 0
    for entry in os.listdir("/proc"):  # noqa: PTH208 - names of processes, not files
        if not entry.isdigit():
            continue
        with contextlib.suppress(OSError), open(f"/proc/{entry}/status") as file:  # noqa: PTH123
            fields = dict(line.split(":", 1) for line in file if ":" in line)
            size = int(fields.get("VmRSS", "0 kB").split()[0])
            if int(entry) == pid:
                own += size
            elif int(fields["PPid"]) == pid:
                children += size
    return own / 1024, children / 1024
