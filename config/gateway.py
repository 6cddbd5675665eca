"""Starts a gateway: ``python -m config.gateway``, as one process or, with ``--processes``, as several."""

import argparse
import asyncio
import gc
import logging
import os
import sys

import django
import uvloop
from django.conf import settings

from config.files_limit import raise_files_limit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
django.setup()  # the gateway reads rules and zones with the models, which cannot be imported before

from config.gateway_listeners import broker, cot_out, networks  # noqa: E402
from config.gateway_processes import end_with_parent, supervise  # noqa: E402
from fleet.gateway.options import GatewayOptions  # noqa: E402
from fleet.gateway.server import serve  # noqa: E402
from fleet.gateway.sockets import PortTaken  # noqa: E402
from kit.conninfo import conninfo  # noqa: E402

logger = logging.getLogger(__name__)
_COLLECT_AFTER = (50_000, 20, 20)
"""New objects until the first look, and looks at the younger ones before one at the older."""
FILES_KEPT_BACK = 500
"""Open files that are not trackers: phones, the database, Redis, logs."""


def main() -> int:
    """Listen to devices until told to stop; the exit code."""
    chosen = _arguments()
    try:
        if chosen.processes > 1 and not chosen.supervised:
            return supervise(chosen.processes, from_settings(chosen.host, chosen.port))
        if chosen.supervised:
            end_with_parent()
        options = from_settings(chosen.host, chosen.port, share_ports=chosen.share_ports)
        spare_the_collector()
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(serve(options))
    except PortTaken as error:
        print(f"The gateway cannot start: {error}.", file=sys.stderr)  # noqa: T201
        return 1
    return 0


def spare_the_collector() -> None:
    """Let the collector of reference cycles look seldom, and never at what was loaded: nothing here leaves many.

    Each record in flight is some twenty objects, so with its defaults it looks through all of them all the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECT_AFTER)


def from_settings(host: str | None = None, port: int | None = None, *, share_ports: bool = False) -> GatewayOptions:
    """The gateway's options from Django's settings; the arguments win."""
    return GatewayOptions(
        database=conninfo(),
        redis_url=settings.PANTAU_REDIS_URL,
        host=settings.PANTAU_GATEWAY_HOST if host is None else host,
        osmand_port=settings.PANTAU_OSMAND_PORT if port is None else port,
        trackers=settings.PANTAU_TRACKER_PORTS,
        tracker_idle_s=settings.PANTAU_TRACKER_IDLE_S,
        tracker_frame_s=settings.PANTAU_TRACKER_FRAME_S,
        tracker_connections=_tracker_connections(),
        share_ports=share_ports,
        owntracks_port=settings.PANTAU_OWNTRACKS_PORT,
        broker=broker(),
        networks=networks(),
        mqtt_accounts_file=settings.PANTAU_MQTT_ACCOUNTS_FILE,
        cot=cot_out(),
    )


def _tracker_connections() -> int:
    """How many trackers one process takes: as many as wanted, or as the limit of open files leaves."""
    wanted: int = settings.PANTAU_TRACKER_CONNECTIONS
    possible = max(raise_files_limit() - FILES_KEPT_BACK, 1)
    if possible < wanted:
        logger.warning("takes %d trackers at most, not %d: raise the limit of open files (ulimit -n)", possible, wanted)
    return min(wanted, possible)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m config.gateway",
        description="Pantau's gateway: listens to phones and trackers",
        epilog="The ports of trackers are set by variables such as PANTAU_GT06_PORT; see .env.example.",
    )
    parser.add_argument("--host", default=None, help="address to listen on (PANTAU_GATEWAY_HOST)")
    parser.add_argument("--port", type=int, default=None, help="port of the OsmAnd listener (PANTAU_OSMAND_PORT)")
    parser.add_argument(
        "--processes",
        type=int,
        default=settings.PANTAU_GATEWAY_PROCESSES,
        help="how many processes share the ports (PANTAU_GATEWAY_PROCESSES)",
    )
    parser.add_argument("--share-ports", action="store_true", help="let other gateways listen at the same ports")
    parser.add_argument("--supervised", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
