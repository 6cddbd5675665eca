"""`manage.py simulate_fleet [--gateway URL] [--speed N] [--interval S] [--vehicles N] [--camera-port P]`"""

import argparse
import asyncio
import contextlib
import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demo.camera_pictures import CameraPictures
from demo.simulator.fleet import Fleet
from demo.tables import vehicles


def _positive(text: str) -> float:
    value = float(text)
    if not 0 < value < 10_000:
        raise argparse.ArgumentTypeError("must be above 0")
    return value


class Command(BaseCommand):
    help = "Drive the demo's vehicles through the gateway's own listener, and play the demo's cameras on loopback."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        default = f"http://127.0.0.1:{settings.PANTAU_OSMAND_PORT}"
        parser.add_argument("--gateway", default=default, help=f"address of the gateway (default: {default})")
        parser.add_argument("--speed", type=_positive, default=1.0, help="how much faster than life they drive")
        parser.add_argument("--interval", type=_positive, default=5.0, help="seconds between two fixes of a vehicle")
        parser.add_argument("--vehicles", type=int, default=len(vehicles()), help="how many of them drive")
        parser.add_argument(
            "--camera-port",
            type=int,
            default=settings.PANTAU_DEMO_CAMERA_PORT,
            help="loopback port of the camera pictures; -1 for none",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        rows = vehicles()[: options["vehicles"]]
        fleet = Fleet(rows, options["gateway"], options["speed"], options["interval"])
        with self._cameras(options["camera_port"]):
            self.stdout.write(f"{len(rows)} vehicles drive; positions go to {options['gateway']}")
            asyncio.run(_until_stopped(fleet))
        tally = fleet.tally
        self.stdout.write(
            f"{tally.made} fixes made, {tally.acknowledged} acknowledged, "
            f"{fleet.kept} kept, {tally.forgotten} forgotten"
        )

    def _cameras(self, port: int) -> contextlib.AbstractContextManager[object]:
        if port < 0:
            return contextlib.nullcontext()
        try:
            return CameraPictures(port)
        except OSError as error:
            raise CommandError(
                f"Port {port} for the demo's camera pictures is taken; set PANTAU_DEMO_CAMERA_PORT."
            ) from error


async def _until_stopped(fleet: Fleet) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await fleet.run(stop)
