"""A private PostgreSQL cluster with PostGIS on a Unix socket; no system service is used or changed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from ops.account import as_service, can_reach, give_to_service
from ops.errors import OpsError
from ops.layout import ROOT, Space
from ops.postmaster import clear_after_death, serving_pid

SUPERUSER = "pantau"
APP_ROLE = "pantau_app"
"""With which the product's processes connect; kit/database_role.py says what it may do."""
DATABASE = "pantau"
OWN_DATABASE = "pantau_centre"  # of ./run --no-demo
INSTALLED = Path("/usr/lib/postgresql")

# Small machines run this: no more memory than that, and connections for web, gateway, worker and tests together.
CONFIGURATION = """
listen_addresses = ''
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
max_connections = 200
shared_buffers = 192MB
work_mem = 16MB
maintenance_work_mem = 128MB
max_wal_size = 2GB
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_checkpoints = off
cluster_name = 'pantau'
"""


def installed_release() -> Path | None:
    """The programs of the newest PostgreSQL on this machine that has PostGIS, or None."""
    found = []
    for folder in INSTALLED.glob("[0-9]*"):
        control = Path("/usr/share/postgresql") / folder.name / "extension" / "postgis.control"
        if control.exists() and (folder / "bin" / "postgres").exists():
            found.append((int(folder.name), folder / "bin"))
    return max(found)[1] if found else None


@dataclass(frozen=True)
class Cluster:
    """One cluster: its data in `<space>/postgres`, its socket in the space's socket folder."""

    space: Space

    @property
    def data(self) -> Path:
        return self.space.folder / "postgres"

    @property
    def place(self) -> Path:
        """Where the data really lies: the server's account may be unable to follow a link out of the checkout."""
        return self.data.resolve()

    @property
    def sockets(self) -> Path:
        return self.space.sockets

    @property
    def log(self) -> Path:
        return self.place / "server.log"

    def url(self, database: str = DATABASE, role: str = SUPERUSER) -> str:
        """The address of a database, as the owner of its tables or as another ``role``."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.sockets), safe='/')}"

    def pid(self) -> int | None:
        """The process id of the running server, or None."""
        return serving_pid(self.data)

    def running(self) -> bool:
        return self.pid() is not None

    def create(self) -> None:
        """Make the cluster if it is not there yet. A half-made one of an interrupted run is made anew."""
        if (self.data / "ready").exists():
            self._check_release()
            return
        if self.data.is_symlink() or self.data.exists():
            self.remove()
        self._place()
        arguments = ["-D", str(self.place), "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8"]
        self._run("initdb", *arguments, "--locale=C.UTF-8", "--no-instructions")
        with (self.data / "postgresql.conf").open("a") as configuration:
            configuration.write(CONFIGURATION.format(sockets=self.sockets))
        (self.data / "ready").touch()

    def _place(self) -> None:
        """Make the empty data folder; outside the checkout when the server's account cannot enter the checkout."""
        self.space.make()
        if can_reach(ROOT):
            give_to_service(self.data)
            return
        outside = Path("/var/lib/pantau") / self.space.folder.relative_to("/")
        outside.mkdir(parents=True, exist_ok=True)
        give_to_service(outside / "postgres")
        self.data.symlink_to(outside / "postgres")

    def _check_release(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        if made_by != self._programs().parent.name:
            raise OpsError(
                f"The database in {self.data} was made by PostgreSQL {made_by}, which is no longer installed; "
                f"install postgresql-{made_by} again, or start with --reset to lose its data."
            )

    def start(self) -> bool:
        """Start the server, detached. Returns False when it was running already."""
        if self.running():
            return False
        self.create()
        give_to_service(self.sockets)
        deadline = time.monotonic() + 60
        while True:
            clear_after_death(self.data, self.sockets)
            started = self._call("pg_ctl", "-D", str(self.place), "-l", str(self.log), "-w", "-t", "60", "start")
            if started.returncode == 0:
                return True
            reason = self._reason()
            # After a kill -9 the dying server and its orphans are in the way for a moment.
            passing = "shared memory" in reason or "lock file" in reason
            if not passing or time.monotonic() > deadline:
                raise OpsError(f"PostgreSQL did not start: {reason} (see {self.log}).")
            time.sleep(0.1)

    def stop(self) -> None:
        if self.running():
            self._call("pg_ctl", "-D", str(self.place), "-m", "fast", "-w", "-t", "60", "stop")

    def kill(self) -> None:
        """Kill the server as a power cut would: nothing is flushed, nobody is told."""
        pid = self.pid()
        if pid is not None:
            os.kill(pid, signal.SIGKILL)

    def remove(self) -> None:
        """Stop the server and delete its files."""
        self.stop()
        if self.data.is_symlink():
            shutil.rmtree(self.place, ignore_errors=True)
            self.data.unlink()
        elif self.data.exists():
            shutil.rmtree(self.data)
        if self.sockets.exists() and self.sockets.parent == Path("/tmp"):
            shutil.rmtree(self.sockets, ignore_errors=True)

    def sql(self, statement: str, database: str = "postgres") -> str:
        """Run one statement and return its output as psql prints it without decoration."""
        arguments = ["-h", str(self.sockets), "-U", SUPERUSER, "-d", database, "-XAtq", "-v", "ON_ERROR_STOP=1"]
        done = self._call("psql", *arguments, "-c", statement)
        if done.returncode != 0:
            raise OpsError(f"PostgreSQL refused a statement of the setup: {done.stderr.strip()}")
        return done.stdout.strip()

    def create_database(self, name: str = DATABASE) -> bool:
        """Make a database with PostGIS if it is missing. Returns whether it was made."""
        if not re.fullmatch(r"[a-z_][a-z0-9_]*", name):
            raise ValueError(f"not a plain database name: {name!r}")
        if name in self.sql("SELECT datname FROM pg_database").splitlines():
            return False
        # Databases made later, the tests' own among them, inherit the extension from the template.
        self.sql("CREATE EXTENSION IF NOT EXISTS postgis", database="template1")
        if APP_ROLE not in self.sql("SELECT rolname FROM pg_roles").splitlines():
            self.sql(f"CREATE ROLE {APP_ROLE} LOGIN")
        self.sql(f'CREATE DATABASE "{name}"')
        return True

    def drop_database(self, name: str = DATABASE) -> None:
        """Delete a database, if it is there. Raises OpsError while somebody is connected to it."""
        if not re.fullmatch(r"[a-z_][a-z0-9_]*", name):
            raise ValueError(f"not a plain database name: {name!r}")
        self.sql(f'DROP DATABASE IF EXISTS "{name}"')

    def _programs(self) -> Path:
        programs = installed_release()
        if programs is None:
            raise OpsError("No PostgreSQL with PostGIS is installed; start ./run, which installs it.")
        return programs

    def _call(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        # Output goes to files of its own: a server that inherits a pipe would keep it open for ever.
        environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8", "PGCONNECT_TIMEOUT": "10"}
        pipe = subprocess.DEVNULL if program == "pg_ctl" else subprocess.PIPE
        return subprocess.run(
            [str(self._programs() / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=pipe,
            stderr=pipe,
            text=True,
            check=False,
            cwd="/",
            env=environment,
            **as_service(),
        )

    def _run(self, program: str, *arguments: str) -> None:
        done = self._call(program, *arguments)
        if done.returncode == 0:
            return
        said = done.stderr or ""
        if "No space left" in said:
            raise OpsError(f"The disk is full; {program} needs about 100 MB in {self.data.parent}.")
        lines = said.strip().splitlines()
        raise OpsError(f"{program} failed: {lines[-1] if lines else 'it said nothing'}")

    def _log_tail(self) -> str:
        try:
            return self.log.read_text(errors="replace")[-2000:]
        except OSError:
            return ""

    def _reason(self) -> str:
        tail = self._log_tail()
        if "No space left" in tail:
            return "the disk is full"
        fatal = [line for line in tail.splitlines() if "FATAL" in line]
        return fatal[-1].split("FATAL:", 1)[1].strip() if fatal else "it said nothing"
