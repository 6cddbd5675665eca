"""`manage.py rebuild_trips [--vehicle ID ...] [--from DAY]`: trips made anew, as after new thresholds."""

from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from tqdm import tqdm

from fleet.models import Vehicle
from fleet.trips.rebuild import build_from

_EVER = datetime(1970, 1, 1, tzinfo=UTC)


class Command(BaseCommand):
    help = "Make the trips of vehicles anew from their positions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--vehicle", type=int, action="append", help="id of a vehicle; again for more (all)")
        parser.add_argument("--from", dest="since", help="day or moment, in the region's time without a zone (ever)")

    def handle(self, *args: Any, **options: Any) -> None:
        since = _moment(options["since"]) if options["since"] else _EVER
        wanted = options["vehicle"]
        found = Vehicle.objects.order_by("id").values_list("id", flat=True)
        vehicles = list(found.filter(pk__in=wanted) if wanted else found)
        unknown = set(wanted or ()) - set(vehicles)
        if unknown:
            raise CommandError(f"no such vehicle: {', '.join(map(str, sorted(unknown)))}")
        for vehicle_id in tqdm(vehicles, desc="trips", unit=" vehicles", leave=False):
            build_from(vehicle_id, since)
        self.stdout.write(f"{len(vehicles)} vehicles")


def _moment(text: str) -> datetime:
    try:
        moment = parse_datetime(text if len(text) > 10 else f"{text}T00:00")
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError(f"--from is no day or moment: {text}")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
