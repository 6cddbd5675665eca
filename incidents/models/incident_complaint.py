"""A complaint that tells of an incident."""

from django.db import models
from django.utils import timezone

from kit.dates import finite


class IncidentComplaint(models.Model):
    """The link of a complaint to an incident; a complaint may tell of several incidents, of each once."""

    incident = models.ForeignKey("incidents.Incident", models.CASCADE, related_name="complaint_links")
    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="incident_links")
    linked_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    linked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "complaint"], name="complaint_linked_once"),
            models.CheckConstraint(name="complaint_linked_finite", condition=finite("linked_at")),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}: complaint {self.complaint_id}"
