"""A centre of its own for tests that kill things: cluster, Redis, web and gateway, all thrown away afterwards."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

from ops.environment import TRACKERS, Ports, environment
from ops.layout import throwaway
from ops.ports import free_ports
from ops.postgres import installed_release
from ops.servers import Servers
from tests.processes import ROOT, Process, database_url
from tests.wait_for import until

_ACCOUNT = """
import json
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from people.models import User
user = User.objects.create_user(username="ani", password="kabanjahe-berastagi-2026", role="operator")
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.create()
print(json.dumps(f"{settings.SESSION_COOKIE_NAME}={session.session_key}"))
"""


@dataclass
class OwnCentre:
    """The parts, each of which can be killed and started again, and an operator's session."""

    servers: Servers
    environment: dict[str, str]
    web: Process
    gateway: Process
    cookie: str = ""

    @property
    def database(self) -> str:
        """The address of the database."""
        return self.environment["PANTAU_DATABASE_URL"]

    def kill(self, part: str) -> None:
        """End one of postgres, redis, web, gateway as a power cut would, and wait until it is gone."""
        match part:
            case "postgres":
                self.servers.cluster.kill()
                until(lambda: not self.servers.cluster.running())
            case "redis":
                self.servers.redis.kill()
                until(lambda: not self.servers.redis.running())
            case "web":
                self.web.kill()
            case "gateway":
                self.gateway.kill()

    def start(self, part: str) -> None:
        """Start it again, and wait until it answers."""
        match part:
            case "postgres":
                self.servers.cluster.start()
            case "redis":
                self.servers.redis.start()
            case "web":
                self.web.start()
            case "gateway":
                self.gateway.start()

    def mend(self) -> None:
        """Start again what a test that failed has left dead."""
        self.servers.mend()
        for process in (self.web, self.gateway):
            if not process.running:
                process.start()

    def tracker_port(self, protocol: str) -> int:
        """The TCP and UDP port of a protocol's listener."""
        return int(self.environment[f"PANTAU_{protocol.upper()}_PORT"])

    def rows(self, query: str, *arguments: Any) -> list[tuple[Any, ...]]:
        """The rows of a query, on a connection of its own."""
        with psycopg.connect(self.database) as connection:
            return connection.execute(query, arguments).fetchall()

    def manage(self, *arguments: str) -> str:
        """The standard output of a management command; raises CalledProcessError when it fails."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True)
        return done.stdout


def copy_test_database(address: str) -> None:
    """Bring the tables of the test database, which are empty between tests, to the database of a centre.

    This takes a tenth of what the migrations would, which have run for the test database already.
    """
    programs = installed_release()
    assert programs is not None
    dump = [str(programs / "pg_dump"), database_url()]
    load = [str(programs / "psql"), "-Xq", "-v", "ON_ERROR_STOP=1", "-d", address]
    made = subprocess.run(dump, capture_output=True, check=True)
    subprocess.run(load, input=made.stdout, stdout=subprocess.DEVNULL, check=True)


@contextmanager
def own_centre() -> Iterator[OwnCentre]:
    """A running centre with an empty database and one operator; the test database must stand, and be empty."""
    servers = Servers(throwaway("faults"))
    web, osmand, *listeners = free_ports(2 + len(TRACKERS))
    ports = Ports(web, osmand, gateway_host="127.0.0.1", trackers=dict(zip(TRACKERS, listeners, strict=True)))
    variables = environment(servers.space, ports=ports, demo=False)
    python = sys.executable
    centre = OwnCentre(
        servers,
        variables,
        Process([python, "-m", "config.web", "--port", str(web)], web, variables),
        Process([python, "-m", "config.gateway"], osmand, variables),
    )
    try:
        servers.start()
        servers.cluster.create_database()
        copy_test_database(servers.cluster.url())
        with ThreadPoolExecutor() as pool:
            starting = [pool.submit(process.start) for process in (centre.web, centre.gateway)]
            said = centre.manage("shell", "--verbosity", "0", "-c", _ACCOUNT)
            for one in starting:
                one.result()
        centre.cookie = json.loads(said.strip().splitlines()[-1])
        yield centre
    finally:
        centre.web.stop()
        centre.gateway.stop()
        if os.environ.get("PANTAU_KEEP_FAULTS") != "1":
            servers.remove()
