"""Starting web, gateway, worker and the demo's vehicles, and seeing that they are ready."""

from __future__ import annotations

from http.client import HTTPConnection, HTTPException
from pathlib import Path

from ops import ports
from ops.environment import Ports
from ops.processes import Program, Supervisor
from ops.python_env import PYTHON
from ops.steps import step


def start_processes(supervisor: Supervisor, where: Ports, *, simulate: bool) -> None:
    """Start web, gateway and worker, wait until they are ready, then let the demo's vehicles drive."""
    web: list[str | Path] = [PYTHON, "-m", "config.web", "--host", where.web_host, "--port", str(where.web)]
    with step("processes"):
        supervisor.start(Program("web", web, lambda: _healthy(where)))
        supervisor.start(Program("gateway", [PYTHON, "-m", "config.gateway"], lambda: _listens(where)))
        supervisor.start(Program("worker", [PYTHON, "manage.py", "procrastinate", "worker"]))
        supervisor.wait_until_ready()
    if simulate:
        supervisor.start(Program("vehicles", [PYTHON, "manage.py", "simulate_fleet"]))


def _healthy(where: Ports) -> bool:
    connection = HTTPConnection(where.web_host, where.web, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _listens(where: Ports) -> bool:
    host = "127.0.0.1" if where.gateway_host in {"0.0.0.0", "::"} else where.gateway_host
    return ports.accepts(host, where.osmand)
