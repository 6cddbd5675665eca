"""What is known of the making of trips, and what waits to be made."""

from django.db import models

from kit.dates import finite


class TripBuild(models.Model):
    """How far a vehicle's trips are built. Locked by who builds them.

    ``memory`` is what the builder remembers of the newest fix it has seen (``builder_state``), ``seen_until`` that
    fix's time. ``version``: of the rules that the vehicle's trips were made by (``fleet.trips.rules.VERSION``); trips
    of an earlier one are made anew.
    """

    class Meta:
        constraints = [
            models.CheckConstraint(name="trip_build_times_are_finite", condition=finite("seen_until")),
        ]

    ACCESS_AGENCY_PATH = "vehicle__agency"

    vehicle = models.OneToOneField("fleet.Vehicle", models.CASCADE, primary_key=True, related_name="trip_build")
    memory = models.JSONField(null=True)
    seen_until = models.DateTimeField(null=True)
    version = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"trips of vehicle {self.vehicle_id}"


class TripWork(models.Model):
    """Fixes of a vehicle from ``since`` on that its trips do not know yet.

    Rows of their own, which only grow: whoever moves the word of the gateway here never waits for a build that goes
    on, and the gateway, whose devices' rows are locked meanwhile, never waits for either.
    """

    ACCESS_AGENCY_PATH = "vehicle__agency"

    vehicle = models.ForeignKey("fleet.Vehicle", models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="trip_work_times_are_finite", condition=finite("since")),
        ]

    def __str__(self) -> str:
        return f"vehicle {self.vehicle_id} from {self.since:%Y-%m-%d %H:%M:%S}"
