"""`./run --check`: both journeys proved on free ports with a database of its own, then everything stopped."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from typing import Any

from ops import setup
from ops.command import ignore_interrupts
from ops.environment import Ports, environment
from ops.errors import OpsError
from ops.layout import ROOT, Space, throwaway
from ops.ports import free_ports
from ops.processes import Supervisor
from ops.python_env import PYTHON
from ops.serve import start_processes
from ops.servers import Servers
from ops.steps import DURATIONS, say, step


def check() -> int:
    """Set up, start, prove, stop; prints one JSON line. Returns 0 when both journeys arrived."""
    result: dict[str, Any] = {"ok": False}
    try:
        say("Setting up:")
        setup.ensure(development=False)
        result.update(_prove(throwaway("check")))
    except OpsError as error:
        say(str(error))
        result["error"] = str(error)
    print(json.dumps({**result, "steps_s": DURATIONS}), flush=True)
    return 0 if result["ok"] else 1


def _prove(space: Space) -> dict[str, Any]:
    web, osmand, tracker = free_ports(3)
    where = Ports(web, osmand, gateway_host="127.0.0.1", trackers={"PANTAU_H02_PORT": tracker})
    env = environment(space, ports=where, demo=True)
    servers = Servers(space)
    supervisor = Supervisor(servers, env)
    try:
        servers.start()
        setup.ensure_database(space, env)
        setup.ensure_demo(space, env)
        start_processes(supervisor, where, simulate=False)
        with step("both journeys"):
            return _walk_both(space, env)
    finally:
        ignore_interrupts()
        supervisor.stop()
        servers.stop()


def _walk_both(space: Space, env: Mapping[str, str]) -> dict[str, Any]:
    command = [str(PYTHON), "-m", "ops.check_client", str(setup.demo_accounts_file(space))]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False)
    lines = done.stdout.strip().splitlines()
    if not lines:
        words = done.stderr.strip().splitlines()
        raise OpsError(f"The check's client failed: {words[-1] if words else 'it said nothing'}.")
    result: dict[str, Any] = json.loads(lines[-1])
    return result
