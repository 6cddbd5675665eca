"""Every step that a complaint took."""

from django.db import models

from complaints.models.status import Status
from kit.choices import is_known
from kit.dates import moments_in_range


class Transition(models.Model):
    """One step: written with the change itself, never changed after.

    ``note`` stays inside the centre and the agency; ``public_note`` is shown on the status page. ``actor`` is None when
    the reporter acted. ``agency`` is the one that had the complaint when the step was made, or got it by the step.
    """

    complaint = models.ForeignKey("complaints.Complaint", models.CASCADE, related_name="transitions")
    verb = models.CharField(max_length=12)
    from_status = models.CharField(max_length=12, choices=Status.choices, blank=True)
    to_status = models.CharField(max_length=12, choices=Status.choices)
    actor = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    agency = models.ForeignKey("people.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)
    public_note = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["complaint", "id"])]
        constraints = [
            models.CheckConstraint(name="transition_at_in_range", condition=moments_in_range("at")),
            models.CheckConstraint(
                name="transition_from_is_known", condition=is_known("from_status", Status, blank=True)
            ),
            models.CheckConstraint(name="transition_to_is_known", condition=is_known("to_status", Status)),
        ]

    def __str__(self) -> str:
        return f"{self.verb}: {self.from_status or '-'} → {self.to_status}"
