"""Doing the trips' waiting work, vehicle by vehicle, for a limited time."""

import logging
import time
from typing import Final

from django.db import DatabaseError
from django.db.models import Min

from fleet.models import TripWork
from fleet.trips.build_requests import BATCH, take_word
from fleet.trips.outdated import note_outdated
from fleet.trips.rebuild import note_abandoned, rebuild

logger = logging.getLogger(__name__)

BUDGET_S: Final = 50.0
_VEHICLES: Final = 500


def build_waiting(budget_s: float = BUDGET_S) -> int:
    """Build until nothing waits or the time is over, longest waiting first; returns how many builds were made.

    A vehicle whose build fails keeps its work and its old trips, and holds up no other. Trips of an earlier version of
    the rules come when nothing else waits.
    """
    end, done = time.monotonic() + budget_s, 0
    tried: set[int] = set()
    while take_word() == BATCH:  # what comes in meanwhile is the next minute's
        pass
    note_abandoned()
    while time.monotonic() < end:
        waiting = TripWork.objects.exclude(vehicle__in=tried).values("vehicle").annotate(first=Min("id"))
        vehicles = list(waiting.order_by("first").values_list("vehicle", flat=True)[:_VEHICLES])
        if not vehicles and not note_outdated():
            break
        for vehicle_id in vehicles:
            if time.monotonic() >= end:
                break
            try:
                done += rebuild(vehicle_id)
            except (DatabaseError, ArithmeticError, LookupError, ValueError):
                logger.exception("the trips of vehicle %d cannot be built", vehicle_id)
                tried.add(vehicle_id)
            else:
                if not TripWork.objects.filter(vehicle=vehicle_id).exists():
                    continue
                tried.add(vehicle_id)
    return done
