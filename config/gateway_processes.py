"""Several gateway processes that share their ports: started together, started again when one ends, stopped together."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from socket import socket
from types import FrameType
from typing import Final

from fleet.gateway.options import GatewayOptions
from fleet.gateway.sockets import address, reserved
from fleet.gateway.trackers import CLOSED

logger = logging.getLogger(__name__)
FIRST_PAUSE_S: Final = 0.5
LONGEST_PAUSE_S: Final = 15.0
HEALTHY_AFTER_S: Final = 30.0
LAST_WORDS_S: Final = 20.0
LOOK_S: Final = 0.2


@dataclass
class _Place:
    """Where one of the processes runs, and again another when it ends."""

    child: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    due_at: float = 0.0
    pause_s: float = FIRST_PAUSE_S


@dataclass
class _Processes:
    command: list[str]
    environment: Mapping[str, str]
    places: list[_Place]
    told: threading.Event = field(default_factory=threading.Event)

    def mend(self) -> None:
        """Start whatever does not run and whose pause is over."""
        now = time.monotonic()
        for place in self.places:
            if place.child is None:
                if now >= place.due_at:
                    # The child reads our end of this pipe: it ends when we do, however we end.
                    place.child = subprocess.Popen(self.command, env=self.environment, stdin=subprocess.PIPE)
                    place.started_at = now
                continue
            code = place.child.poll()
            if code is None:
                continue
            if now - place.started_at > HEALTHY_AFTER_S:
                place.pause_s = FIRST_PAUSE_S
            logger.error("a gateway process ended with %d; another begins in %g s", code, place.pause_s)
            place.child, place.due_at = None, now + place.pause_s
            place.pause_s = min(place.pause_s * 2, LONGEST_PAUSE_S)

    def stop(self) -> None:
        """Ask all to end, and end those that do not."""
        children = [place.child for place in self.places if place.child is not None]
        for child in children:
            child.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + LAST_WORDS_S
        for child in children:
            try:
                child.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def supervise(count: int, options: GatewayOptions) -> int:
    """Run ``count`` processes until SIGTERM or SIGINT; the exit code. Raises PortTaken."""
    kept, ports = _ports(options)
    command = [sys.executable, "-m", "config.gateway", "--supervised", "--share-ports", "--host", options.host]
    processes = _Processes(command, {**os.environ, **ports}, [_Place() for _ in range(count)])

    def tell(number: int, frame: FrameType | None) -> None:
        processes.told.set()

    signal.signal(signal.SIGTERM, tell)
    signal.signal(signal.SIGINT, tell)
    try:
        while not processes.told.is_set():
            processes.mend()
            processes.told.wait(LOOK_S)
    finally:
        processes.stop()
        for one in kept:
            one.close()
    return 0


def end_with_parent() -> None:
    """Stop, as if told to, when the standard input ends: the process that started this one is gone."""

    def watch() -> None:
        # Not through sys.stdin, whose lock this thread would hold when the interpreter ends.
        while os.read(0, 1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True, name="parent").start()


def _ports(options: GatewayOptions) -> tuple[list[socket], dict[str, str]]:
    """Sockets that keep the ports for the processes, and the variables that tell them. Raises PortTaken."""
    kept: list[socket] = []
    ports: dict[str, str] = {}
    wanted = {f"PANTAU_{name.upper()}_PORT": port for name, port in options.trackers.items()}
    wanted["PANTAU_OSMAND_PORT"] = options.osmand_port
    wanted["PANTAU_OWNTRACKS_PORT"] = options.owntracks_port
    wanted["PANTAU_COT_TLS_PORT"] = options.cot.tls_port
    wanted["PANTAU_COT_OUT_PORT"] = options.cot.plain_port
    for variable, port in wanted.items():
        if port == CLOSED:
            continue
        kept.append(reserved(options.host, port, whose=variable))
        ports[variable] = str(address(kept[-1])[1])
    return kept, ports
