"""`./bench NAME`: one benchmark on a database of its own; exactly one JSON line on standard output."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys

from ops import setup
from ops.command import ignore_interrupts, main
from ops.environment import Ports, environment
from ops.errors import OpsError
from ops.layout import EVERYDAY, ROOT, throwaway
from ops.ports import free_ports
from ops.python_env import PYTHON
from ops.servers import Servers
from ops.steps import say, step

FOLDER = ROOT / "benchmarks"
IN_A_BROWSER = frozenset({"events"})
"""Benchmarks that drive a browser, and need what the tests need."""


def bench() -> int:
    """Run the benchmark that the command line names; its exit code."""
    parser = argparse.ArgumentParser(prog="./bench", description="Run one benchmark; without a name, list them.")
    parser.add_argument("name", nargs="?", help="the benchmark to run")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="what follows goes to the benchmark")
    wanted = parser.parse_args()
    names = sorted(file.stem for file in FOLDER.glob("*.py") if not file.stem.startswith("_"))
    if wanted.name is None:
        print("\n".join(names))
        return 0
    if wanted.name not in names:
        raise OpsError(f"There is no benchmark named {wanted.name}; there are: {', '.join(names) or 'none yet'}.")
    setup.ensure(development=wanted.name in IN_A_BROWSER)
    if {"-h", "--help"} & set(wanted.arguments):
        env = environment(EVERYDAY, demo=False)
        return subprocess.run(_command(wanted.name, ["--help"]), cwd=ROOT, env=env, check=False).returncode
    print(_measure(wanted.name, wanted.arguments), flush=True)
    return 0


def _command(name: str, arguments: list[str]) -> list[str]:
    return [str(PYTHON), "-m", f"benchmarks.{name}", *arguments]


def _measure(name: str, arguments: list[str]) -> str:
    servers = Servers(throwaway("bench"))
    web, osmand = free_ports(2)
    env = environment(servers.space, ports=Ports(web, osmand, gateway_host="127.0.0.1"), demo=False)
    try:
        servers.start()
        setup.ensure_database(servers.space, env)
        with step(f"benchmark {name}"):
            # Its standard error is the terminal's: long measurements show their progress there.
            done = subprocess.run(
                _command(name, arguments), cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=False
            )
    finally:
        ignore_interrupts()
        servers.stop()
    *talk, result = done.stdout.strip().splitlines() or [""]
    for line in talk:
        say(line)
    if done.returncode != 0:
        say(result)  # a broken promise has figures, too
        raise OpsError(f"The benchmark {name} ended with code {done.returncode}; see above.")
    try:
        json.loads(result)
    except ValueError:
        raise OpsError(f"The benchmark {name} ended without a JSON line: {result[:200]!r}.") from None
    return result


if __name__ == "__main__":
    sys.exit(main(bench))
