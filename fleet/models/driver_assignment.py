"""Who drove which vehicle, and when."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from fleet.models.ranges import TsTzRange
from kit.dates import finite


class AssignmentSource(models.TextChoices):
    """Who said so."""

    DESK = "desk", _("the desk")
    QR = "qr", _("code in the vehicle")
    ROSTER = "roster", _("the roster")


class DriverAssignment(models.Model):
    """A driver has a vehicle from ``valid_from`` until before ``valid_to`` (None: still).

    A vehicle has one driver at a time, and a driver one vehicle; the database holds both.
    """

    ACCESS_AGENCY_PATH = "vehicle__agency"

    vehicle = models.ForeignKey("fleet.Vehicle", models.PROTECT, related_name="driver_assignments")
    driver = models.ForeignKey("fleet.Driver", models.PROTECT, related_name="assignments")
    valid_from = models.DateTimeField(_("from"))
    valid_to = models.DateTimeField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=8, choices=AssignmentSource.choices)
    duty = models.CharField(_("duty"), max_length=200, blank=True)
    assigned_by = models.ForeignKey("people.User", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["vehicle_id", "-valid_from"]
        verbose_name = _("driver assignment")
        verbose_name_plural = _("driver assignments")
        constraints = [
            models.CheckConstraint(
                name="assignment_ends_after_it_begins",
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
            ),
            ExclusionConstraint(
                name="one_driver_of_a_vehicle",
                expressions=[
                    ("vehicle", RangeOperators.EQUAL),
                    (TsTzRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="one_vehicle_of_a_driver",
                expressions=[
                    ("driver", RangeOperators.EQUAL),
                    (TsTzRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="driver_assignment_times_are_finite", condition=finite("valid_from", "valid_to")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.driver_id} drives {self.vehicle_id}"
