"""PostgreSQL and Redis alone, kept running for work on the code: `python3 -m ops.services start|stop|env`."""

from __future__ import annotations

import argparse
import shlex
import sys

from ops.command import main
from ops.environment import environment
from ops.layout import EVERYDAY
from ops.servers import Servers

SHOWN = ("DJANGO_SETTINGS_MODULE", "PANTAU_SECRET_KEY", "PANTAU_DATABASE_URL", "PANTAU_REDIS_URL", "PGHOST", "PGUSER")


def services() -> int:
    """Start or stop the private servers alone, or print their environment; the exit code."""
    parser = argparse.ArgumentParser(prog="python3 -m ops.services", description=__doc__)
    parser.add_argument("action", choices=["start", "stop", "env"], help="env prints what a shell has to export")
    parser.add_argument("--database", default="pantau_dev", help="the database to make and to name (pantau_dev)")
    wanted = parser.parse_args()
    servers = Servers(EVERYDAY)
    if wanted.action == "start":
        servers.start()
        servers.cluster.create_database(wanted.database)
        servers.detached_mark.touch()
    elif wanted.action == "stop":
        servers.detached_mark.unlink(missing_ok=True)
        servers.stop()
    else:
        variables = environment(EVERYDAY, database=wanted.database, demo=True)
        for name in SHOWN:
            print(f"export {name}={shlex.quote(variables[name])}")
    return 0


if __name__ == "__main__":
    sys.exit(main(services))
