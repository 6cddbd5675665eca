"""Starts a gateway process: ``python -m config.gateway``."""

import argparse
import asyncio
import logging.config
import os

import uvloop
from django.conf import settings

from fleet.connection import conninfo
from fleet.gateway.options import GatewayOptions
from fleet.gateway.server import serve


def main() -> None:
    """Listen to devices until told to stop."""
    parser = argparse.ArgumentParser(description="Pantau's gateway: listens to phones and trackers")
    parser.add_argument("--host", default=None, help="address to listen on (PANTAU_GATEWAY_HOST)")
    parser.add_argument("--port", type=int, default=None, help="port of the OsmAnd door (PANTAU_OSMAND_PORT)")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    logging.config.dictConfig(settings.LOGGING)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(from_settings(options.host, options.port)))


def from_settings(host: str | None = None, port: int | None = None) -> GatewayOptions:
    """The gateway's options from Django's settings; the arguments win."""
    return GatewayOptions(
        database=conninfo(),
        redis_url=settings.PANTAU_REDIS_URL,
        host=settings.PANTAU_GATEWAY_HOST if host is None else host,
        osmand_port=settings.PANTAU_OSMAND_PORT if port is None else port,
    )


if __name__ == "__main__":
    main()
