"""`manage.py load_demo`: the demo region into the database; run again it adds what is missing and nothing else."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from complaints.actions.count_figures import count_figures
from demo.loading.areas import load_areas, load_ground
from demo.loading.cameras import load_cameras
from demo.loading.categories import load_categories
from demo.loading.complaints import load_complaint, missing_complaints
from demo.loading.drivers import load_drivers, load_roster
from demo.loading.fleet import load_fleet
from demo.loading.history import load_history
from demo.loading.incidents import load_incidents
from demo.loading.maintenance import load_holds, load_papers, load_schedules
from demo.loading.people import load_accounts, load_agencies
from demo.loading.rules import load_groups, load_rules
from demo.loading.unknown_devices import load_strangers
from demo.loading.zones import load_zones

_STEPS: tuple[tuple[str, Callable[[], int]], ...] = (
    ("areas", load_areas),
    ("ground", load_ground),
    ("agencies", load_agencies),
    ("accounts", load_accounts),
    ("categories", load_categories),
    ("cameras", load_cameras),
    ("zones", load_zones),
    ("vehicles", load_fleet),
    ("drivers", load_drivers),
    ("duties", load_roster),
    ("groups", load_groups),
    ("rules", load_rules),
    ("papers", load_papers),
    ("holds", load_holds),
    ("schedules", load_schedules),
    ("positions", load_history),
    ("strangers", load_strangers),
)


class Command(BaseCommand):
    help = "Load the demo region (Kabupaten Karo): areas, agencies, accounts, cameras, zones, the fleet and complaints."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.PANTAU_DEMO:
            raise CommandError(
                "PANTAU_DEMO is off. The demo has accounts with known passwords; set it to 1 to load it."
            )
        added: dict[str, int] = {}
        missing = missing_complaints()
        with tqdm(total=len(_STEPS) + len(missing), desc="demo region", unit=" steps", leave=False) as bar:
            for name, load in _STEPS:
                bar.set_postfix_str(name)
                added[name] = load()
                bar.update()
            bar.set_postfix_str("complaints")
            for row in missing:
                load_complaint(row)
                bar.update()
        added["complaints"] = len(missing)
        added["incidents"] = load_incidents()
        count_figures()
        self.stdout.write(", ".join(f"{name} {count}" for name, count in added.items()) + " added")
