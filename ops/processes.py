"""The product's processes: started together, watched, started again when one ends, stopped together."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ops.errors import OpsError
from ops.layout import ROOT
from ops.servers import Servers
from ops.steps import say

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 15.0
# A process that ran this long was well: its next end starts the pauses anew.
HEALTHY_AFTER_S = 30.0
LARGEST_LOG_BYTES = 20_000_000


@dataclass
class Program:
    """One process: what to start, and how to see that it is ready."""

    name: str
    command: Sequence[str | Path]
    ready: Callable[[], bool] | None = None
    child: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause_s: float = FIRST_PAUSE_S
    due_at: float = 0.0


@dataclass
class Supervisor:
    """Keeps the programs of one space alive. Each writes to `<space>/log/<name>.log`."""

    servers: Servers
    env: Mapping[str, str]
    programs: list[Program] = field(default_factory=list)

    def start(self, program: Program) -> None:
        self.programs.append(program)
        self._launch(program)

    def wait_until_ready(self, timeout_s: float = 60.0) -> None:
        """Return when every program is ready; raises OpsError when one ended or is not ready in time."""
        deadline = time.monotonic() + timeout_s
        waiting = [program for program in self.programs if program.ready is not None]
        while waiting:
            for program in self.programs:
                if program.child is not None and program.child.poll() is not None:
                    raise OpsError(f"The {program.name} process ended at once: {self._last_words(program)}")
            waiting = [program for program in waiting if program.ready is not None and not program.ready()]
            if time.monotonic() > deadline:
                names = ", ".join(program.name for program in waiting)
                raise OpsError(f"Not ready after {timeout_s:.0f} s: {names} (see {self.servers.space.logs}).")
            if waiting:
                time.sleep(0.05)

    def watch(self) -> None:
        """Start again whatever ends, until KeyboardInterrupt."""
        looked_at_servers = time.monotonic()
        while True:
            time.sleep(0.2)
            now = time.monotonic()
            if now - looked_at_servers > 1.0:
                self._mend_servers()
                looked_at_servers = now
            self.mend()

    def mend(self) -> None:
        """Look at each program once, and start those again that ended and whose pause is over."""
        now = time.monotonic()
        for program in self.programs:
            self._mend(program, now)

    def stop(self) -> None:
        """End all programs: asked first, killed after ten seconds."""
        alive = [p.child for p in self.programs if p.child is not None and p.child.poll() is None]
        for child in alive:
            child.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + 10
        for child in alive:
            try:
                child.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    def log_of(self, program: Program) -> Path:
        return self.servers.space.logs / f"{program.name}.log"

    def _launch(self, program: Program) -> None:
        file = self.log_of(program)
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists() and file.stat().st_size > LARGEST_LOG_BYTES:
            file.replace(file.with_suffix(".old.log"))
        # A session of its own keeps the terminal's Ctrl-C from it; setpriv ends it even if this command is killed.
        command = ["setpriv", "--pdeathsig", "TERM", *map(str, program.command)]
        file.touch(mode=0o600)
        file.chmod(0o600)
        with file.open("ab") as log:
            program.child = subprocess.Popen(
                command,
                cwd=ROOT,
                env=dict(self.env),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        program.started_at = time.monotonic()

    def _mend(self, program: Program, now: float) -> None:
        if program.child is None:
            if now >= program.due_at:
                self._launch(program)
            return
        code = program.child.poll()
        if code is None:
            return
        if now - program.started_at > HEALTHY_AFTER_S:
            program.pause_s = FIRST_PAUSE_S
        say(f"The {program.name} process ended ({_describe(code)}); again in {program.pause_s:g} s")
        say(f"  its last words: {self._last_words(program)}")
        program.child, program.due_at = None, now + program.pause_s
        program.pause_s = min(program.pause_s * 2, LONGEST_PAUSE_S)

    def _mend_servers(self) -> None:
        try:
            self.servers.mend()
        except OpsError as error:
            say(str(error))

    def _last_words(self, program: Program) -> str:
        lines = self.log_of(program).read_text(errors="replace").strip().splitlines()
        return f"{lines[-1][:300] if lines else 'none'} (see {self.log_of(program)})"


def _describe(code: int) -> str:
    return f"by signal {signal.Signals(-code).name}" if code < 0 else f"with code {code}"
