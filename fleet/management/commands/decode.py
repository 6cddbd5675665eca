"""Frames on a bench: what they say and what would be answered, without a server."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from fleet.devices.decode_lines import MAX_LINE, Bench
from fleet.protocols.registry import PROTOCOLS
from fleet.protocols.streams import STREAMS


class Command(BaseCommand):
    """One JSON line for each line that is read; a line that is no frame is answered with the reason."""

    help = "Decode frames of trackers, one a line: hex or text as the protocol has it; needs no database"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--protocol", required=True, choices=sorted({*STREAMS, *PROTOCOLS}))
        parser.add_argument("--udp", action="store_true", help="each line is a datagram")
        parser.add_argument("--new-session", action="store_true", help="each line comes over a connection of its own")
        parser.add_argument("file", nargs="?", type=Path, help="default: standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        protocol = STREAMS.get(options["protocol"])
        if options["udp"] and (protocol is None or protocol.datagram is None):
            raise CommandError(f"{options['protocol']} does not come over UDP")
        bench = Bench(options["protocol"], udp=options["udp"], new_session=options["new_session"])
        with translation.override("en"):
            for line in _lines(options["file"]):
                self.stdout.write(json.dumps(bench.line(line), ensure_ascii=False))


def _lines(file: Path | None) -> Iterator[bytes]:
    """Lines without their ends; of one that is too long, the beginning. Raises CommandError."""
    try:
        with file.open("rb") if file is not None else sys.stdin.buffer as stream:
            while line := stream.readline(MAX_LINE + 2):
                whole = line.endswith(b"\n")
                yield line.rstrip(b"\r\n") if whole else line
                while not whole and (more := stream.readline(MAX_LINE)):
                    whole = more.endswith(b"\n")
    except OSError as error:
        raise CommandError(str(error)) from error
