"""The timeline of an incident."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.choices import is_known
from kit.dates import finite


class EntryKind(models.TextChoices):
    """What an entry tells of. The label heads it on the page."""

    OPENED = "opened", _("Opened")
    NOTE = "note", _("Note")
    COMPLAINT_LINKED = "linked", _("Complaint linked")
    COMPLAINT_UNLINKED = "unlinked", _("Complaint unlinked")
    VEHICLE_ASSIGNED = "assigned", _("Vehicle assigned")
    VEHICLE_RELEASED = "released", _("Vehicle released")
    CONFIRMED = "confirmed", _("Confirmed")
    CONTAINED = "contained", _("Contained")
    RESUMED = "resumed", _("Not contained any more")
    CLOSED = "closed", _("Closed")
    REOPENED = "reopened", _("Reopened")


class IncidentEntry(models.Model):
    """One line of the timeline; a trigger of the database refuses to change or delete it.

    ``author`` is None where a programme wrote. An entry about a complaint or a vehicle names it; readers who may not
    see that complaint or vehicle do not see the entry either (`selectors.incident.timeline`).
    """

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="entries")
    time = models.DateTimeField()
    author = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    text = models.TextField(max_length=2000, blank=True)
    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, null=True, blank=True, related_name="+")
    vehicle = models.ForeignKey("fleet.Vehicle", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["incident", "id"], name="incident_entry")]
        constraints = [
            models.CheckConstraint(name="incident_entry_kind_is_known", condition=is_known("kind", EntryKind)),
            models.CheckConstraint(name="incident_entry_time_finite", condition=finite("time")),
        ]

    def __str__(self) -> str:
        # Never the text: a string form ends in logs and audit labels.
        return f"{self.kind} of incident {self.incident_id}"
