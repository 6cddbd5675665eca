"""What a vehicle did: drives and the stops between them."""

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _


class TripKind(models.TextChoices):
    """A vehicle's day is cut into these without holes, from its first fix on."""

    DRIVE = "drive", _("drive")
    STOP = "stop", _("stop")
    GAP = "gap", _("no data")


class Why(models.TextChoices):
    """Why a part begins or ends, so that every trip can be explained."""

    FIRST_FIX = "first_fix", _("first position known")
    MOVED_AWAY = "moved_away", _("moved away from the place where it stood")
    IGNITION_ON = "ignition_on", _("ignition on")
    STOOD_STILL = "stood_still", _("stood still long enough")
    IGNITION_OFF = "ignition_off", _("ignition off")
    SILENCE = "silence", _("nothing was received")
    HEARD_AGAIN = "heard_again", _("received again")
    VEHICLE_CHANGED = "vehicle_changed", _("the device changed the vehicle")
    STILL_GOING = "still_going", _("not ended yet")


class Trip(models.Model):
    """One part of a vehicle's history, made from its positions by ``fleet.trips`` and made again when late ones arrive.

    ``end`` is the last fix of the part; ``open`` says that it goes on. ``distance_m`` is measured along believed fixes.
    ``explanation`` tells how beginning and end were found: a list of ``{"code": ..., parameters...}`` for
    ``fleet.trips.text``.
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
    begun_by = models.CharField(max_length=20, choices=Why.choices)
    ended_by = models.CharField(max_length=20, choices=Why.choices)
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
        constraints = [models.UniqueConstraint(fields=["vehicle", "start"], name="one_trip_at_a_time")]
        indexes = [models.Index(fields=["start"], name="trip_start")]

    def __str__(self) -> str:
        return f"{self.kind} of vehicle {self.vehicle_id} from {self.start:%Y-%m-%d %H:%M:%S}"
