"""Starting web, gateway, worker and the demo's vehicles, and seeing that they are ready."""

from __future__ import annotations

from pathlib import Path

from ops.environment import Ports
from ops.mqtt_broker import MqttBroker
from ops.probe import answers
from ops.processes import Program, Supervisor
from ops.python_env import PYTHON
from ops.steps import step


def start_processes(supervisor: Supervisor, where: Ports, *, simulate: bool) -> None:
    """Start the broker, web, gateway and worker, wait until they are ready, then let the demo's vehicles drive."""
    web: list[str | Path] = [PYTHON, "-m", "config.web", "--host", where.web_host, "--port", str(where.web)]
    broker = MqttBroker(supervisor.servers.space, where.gateway_host, where.mqtt)
    with step("processes"):
        if where.mqtt > 0:
            supervisor.start(Program("broker", broker.prepare(), broker.answers))
        supervisor.start(Program("web", web, lambda: _web_healthy(where)))
        supervisor.start(Program("gateway", [PYTHON, "-m", "config.gateway"], lambda: _gateway_healthy(where)))
        worker: list[str | Path] = [PYTHON, "-m", "config.worker"]
        supervisor.start(Program("worker", [*worker, "--queues", "deadlines,telemetry,maintenance"]))
        # Documents take memory and the interpreter: a process of their own holds up no deadline.
        supervisor.start(Program("reports", [*worker, "--queues", "reports"]))
        supervisor.wait_until_ready()
    if simulate:
        supervisor.start(Program("vehicles", [PYTHON, "manage.py", "simulate_fleet"]))


def _web_healthy(where: Ports) -> bool:
    return answers(f"http://{where.web_host}:{where.web}/healthz")


def _gateway_healthy(where: Ports) -> bool:
    host = "127.0.0.1" if where.gateway_host in {"0.0.0.0", "::"} else where.gateway_host
    return answers(f"http://{host}:{where.osmand}/healthz")
