"""What an agency did about a report (tindak lanjut)."""

from django.db import models

from kit.dates import finite


class FollowUp(models.Model):
    """One account of work done; its photos are the evidence. Written once, never changed."""

    report = models.ForeignKey("incidents.Report", models.CASCADE, related_name="follow_ups")
    text = models.TextField(max_length=5000)
    agency = models.ForeignKey("people.Agency", models.PROTECT, related_name="+")
    actor = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="follow_up_times_are_finite", condition=finite("created_at")),
        ]

    def __str__(self) -> str:
        return f"follow-up {self.pk} of report {self.report_id}"
