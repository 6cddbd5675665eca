"""A vehicle that was sent to an incident."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from kit.dates import finite


class IncidentVehicle(models.Model):
    """One assignment, from sending to release. A vehicle sent again has a second row; only one of them is open."""

    incident = models.ForeignKey("incidents.Incident", models.CASCADE, related_name="assignments")
    vehicle = models.ForeignKey("fleet.Vehicle", models.PROTECT, related_name="incident_assignments")
    assigned_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    assigned_at = models.DateTimeField(default=timezone.now)
    released_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "vehicle"], name="vehicle_assigned_once", condition=Q(released_at__isnull=True)
            ),
            models.CheckConstraint(name="vehicle_assigned_finite", condition=finite("assigned_at")),
            models.CheckConstraint(
                name="vehicle_released_finite", condition=Q(released_at__isnull=True) | finite("released_at")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}: vehicle {self.vehicle_id}"
