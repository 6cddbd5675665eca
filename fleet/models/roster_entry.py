"""Who is to drive which vehicle, planned ahead."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from fleet.models.ranges import TsTzRange
from kit.dates import finite, moments_in_range


class RosterEntry(models.Model):
    """One duty of a driver with a vehicle, from ``start`` until before ``end``.

    The worker makes the assignment at the start and ends it at the end, each once: ``begun_at`` and ``ended_at`` say
    that it has. ``assignment`` stays None where somebody else had the vehicle for all of the time.
    """

    ACCESS_AGENCY_PATH = "vehicle__agency"

    vehicle = models.ForeignKey("fleet.Vehicle", models.PROTECT, related_name="roster", verbose_name=_("vehicle"))
    driver = models.ForeignKey("fleet.Driver", models.PROTECT, related_name="roster", verbose_name=_("driver"))
    start = models.DateTimeField(_("start"))
    end = models.DateTimeField(_("end"))
    duty = models.CharField(_("duty"), max_length=200, blank=True)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    assignment = models.OneToOneField("fleet.DriverAssignment", models.SET_NULL, null=True, related_name="roster_entry")
    created_by = models.ForeignKey("people.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["start", "vehicle_id"]
        verbose_name = _("roster entry")
        verbose_name_plural = _("roster entries")
        indexes = [
            models.Index(fields=["start"], name="roster_open", condition=models.Q(ended_at__isnull=True)),
        ]
        constraints = [
            models.CheckConstraint(name="duty_ends_after_it_begins", condition=models.Q(end__gt=models.F("start"))),
            models.CheckConstraint(name="duty_in_range", condition=moments_in_range("start") & moments_in_range("end")),
            ExclusionConstraint(
                name="one_duty_of_a_vehicle",
                expressions=[("vehicle", RangeOperators.EQUAL), (TsTzRange("start", "end"), RangeOperators.OVERLAPS)],
            ),
            ExclusionConstraint(
                name="one_duty_of_a_driver",
                expressions=[("driver", RangeOperators.EQUAL), (TsTzRange("start", "end"), RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(name="duty_times_are_finite", condition=finite("begun_at", "ended_at")),
        ]

    def __str__(self) -> str:
        return f"{self.driver_id} with {self.vehicle_id} from {self.start:%Y-%m-%d %H:%M}"
