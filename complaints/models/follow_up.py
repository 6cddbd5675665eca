"""What an agency did about a complaint (tindak lanjut)."""

from django.db import models

from kit.dates import finite


class FollowUp(models.Model):
    """One account of work done; its photos are the evidence. Written once, never changed."""

    complaint = models.ForeignKey("complaints.Complaint", models.CASCADE, related_name="follow_ups")
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
        return f"follow-up {self.pk} of complaint {self.complaint_id}"
