"""What a vehicle did: drives and the stops between them."""

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from fleet.trips.kinds import TripKind, TripReason
from fleet.trips.speeds import average_mps, top_mps
from kit.dates import finite


class Trip(models.Model):
    """One part of a vehicle's history, made from its positions by ``fleet.trips`` and made again when late ones arrive.

    ``end`` is the last fix of the part; ``open`` says that it goes on. ``distance_m`` is measured along believed fixes.
    ``explanation`` tells how beginning and end were found: a list of ``{"code": ..., parameters...}`` for
    ``trips.labels``. ``sure_at``: the fix time at which the beginning was decided; what comes later does not change
    it, so that a build may start again here. None where no build can. ``max_speed_mps`` is the highest that was
    reported; ``top_mps`` is what people read.
    """

    ACCESS_AGENCY_PATH = "vehicle__agency"

    vehicle = models.ForeignKey("fleet.Vehicle", models.CASCADE, related_name="trips", db_index=False)
    kind = models.CharField(_("kind"), max_length=8, choices=TripKind.choices)
    start = models.DateTimeField(_("start"))
    end = models.DateTimeField(_("end"))
    open = models.BooleanField(default=False)
    start_point = models.PointField(srid=4326, spatial_index=False)
    end_point = models.PointField(srid=4326, spatial_index=False)
    start_place = models.CharField(max_length=160, blank=True)
    end_place = models.CharField(max_length=160, blank=True)
    begun_by = models.CharField(max_length=20, choices=TripReason.choices)
    ended_by = models.CharField(max_length=20, choices=TripReason.choices)
    sure_at = models.DateTimeField(null=True)
    explanation = models.JSONField(default=list)
    fixes = models.PositiveIntegerField(default=0)
    distance_m = models.FloatField(default=0)
    moving_s = models.FloatField(default=0)
    idle_s = models.FloatField(default=0)
    max_speed_mps = models.FloatField(null=True)
    built_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["vehicle_id", "start"]
        verbose_name = _("trip")
        verbose_name_plural = _("trips")
        constraints = [
            models.UniqueConstraint(fields=["vehicle", "start"], name="one_trip_at_a_time"),
            models.CheckConstraint(
                name="trip_times_are_finite", condition=finite("start", "end", "sure_at", "built_at")
            ),
        ]
        indexes = [models.Index(fields=["start"], name="trip_start")]

    def __str__(self) -> str:
        return f"{self.kind} of vehicle {self.vehicle_id} from {self.start:%Y-%m-%d %H:%M:%S}"

    @property
    def average_mps(self) -> float | None:
        """The way by the time in motion; None without any."""
        return average_mps(self.distance_m, self.moving_s)

    @property
    def top_mps(self) -> float | None:
        """The highest speed that is known: never less than the average, see ``fleet.trips.speeds``."""
        return top_mps(self.max_speed_mps, self.distance_m, self.moving_s)
