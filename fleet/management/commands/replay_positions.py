"""Recorded positions from a CSV file, through the gateway's own listener."""

import asyncio
import json
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import uvloop
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from fleet.models import VehicleKind
from fleet.replay.mapping import ROLES, BadColumns
from fleet.replay.reader import SPEED_UNITS, BadRow, Ping, read_pings
from fleet.replay.register import register_unknown
from fleet.replay.sender import Pace, Tally, send_all
from people.models import Agency


class Command(BaseCommand):
    """Sends each ping as a phone would: in order, over a kept connection, again and again until it is acknowledged."""

    help = "Send the positions of a CSV file through the gateway, as phones would"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--speed", type=float, default=1.0, help="1 is real time, 60 a minute a second, 0 at once")
        parser.add_argument("--gateway", help="address of the gateway's HTTP listener")
        parser.add_argument(
            "--column", action="append", default=[], metavar="ROLE=NAME", help=f"roles: {', '.join(ROLES)}"
        )
        parser.add_argument("--speed-unit", choices=list(SPEED_UNITS), default="m/s", help="unit of the speed column")
        parser.add_argument("--as-if-now", action="store_true", help="move the times so that the last ping ends now")
        parser.add_argument("--agency", metavar="CODE", help="agency of the vehicles that are registered")
        parser.add_argument("--kind", choices=VehicleKind.values, default=VehicleKind.BUS.value)
        parser.add_argument("--no-register", action="store_true", help="leave unknown devices to the quarantine")
        parser.add_argument("--connections", type=int, default=64, help="at most this many at once")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            pings = read_pings(options["file"], _columns(options["column"]), options["speed_unit"])
        except (BadColumns, BadRow, OSError) as error:
            raise CommandError(str(error)) from error
        if not pings:
            raise CommandError(f"{options['file']} holds no ping")
        registered = 0 if options["no_register"] else self._register(pings, options)
        tally, began = Tally(), time.monotonic()
        try:
            self._send(pings, options, tally)
        except KeyboardInterrupt:
            self.stderr.write("stopped")
        summary = {
            "pings": len(pings),
            "registered": registered,
            "sent": tally.sent,
            "acknowledged": tally.acknowledged,
            "retried": tally.retried,
            "seconds": round(time.monotonic() - began, 2),
        }
        self.stdout.write(json.dumps(summary))

    def _register(self, pings: Sequence[Ping], options: dict[str, Any]) -> int:
        agency = None
        if options["agency"]:
            agency = Agency.objects.filter(code=options["agency"]).first()
            if agency is None:
                raise CommandError(f"there is no agency with the code {options['agency']}")
        return register_unknown((ping.identity for ping in pings), agency=agency, kind=options["kind"])

    def _send(self, pings: Sequence[Ping], options: dict[str, Any], tally: Tally) -> None:
        gateway = options["gateway"] or f"http://127.0.0.1:{settings.PANTAU_OSMAND_PORT}"
        speed = options["speed"]
        pace = Pace(speed, pings[0].at, _shift_s(pings, speed) if options["as_if_now"] else 0.0)
        with (
            tqdm(total=len(pings), unit="ping", disable=None) as bar,
            asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
        ):
            runner.run(send_all(pings, gateway, pace, lanes=options["connections"], tally=tally, progress=bar.update))


def _shift_s(pings: Sequence[Ping], speed: float) -> float:
    """Seconds by which the last ping's time becomes the moment at which it will be sent; no time lies ahead then."""
    lasts_s = (pings[-1].at - pings[0].at) / speed if speed > 0 else 0.0
    return round(time.time() + lasts_s - pings[-1].at)


def _columns(given: Sequence[str]) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in given]
    wrong = [pair for pair, (role, sign, name) in zip(given, pairs, strict=True) if not (role and sign and name)]
    if wrong:
        raise BadColumns(f"--column wants ROLE=NAME, not {', '.join(wrong)}")
    return {role: name for role, _, name in pairs}
