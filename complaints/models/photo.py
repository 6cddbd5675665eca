"""Pictures of a complaint and of the work done."""

import secrets

from django.db import models

from kit.dates import finite


def photo_path(photo: "Photo", filename: str) -> str:
    """A random place; nothing of the sender's file name survives."""
    token = secrets.token_hex(16)
    return f"complaints/{token[:2]}/{token}.jpg"


class Photo(models.Model):
    """A picture that was decoded and written anew by `intake.photos`: no metadata, no foreign bytes.

    ``follow_up`` is set for evidence of the agency's work. Files are only served by `api.photos`, which checks rights.
    """

    complaint = models.ForeignKey("complaints.Complaint", models.CASCADE, related_name="photos")
    follow_up = models.ForeignKey("complaints.FollowUp", models.CASCADE, null=True, blank=True, related_name="photos")
    image = models.FileField(upload_to=photo_path, max_length=80)
    thumbnail = models.FileField(upload_to=photo_path, max_length=80)
    width_px = models.PositiveIntegerField()
    height_px = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="photo_times_are_finite", condition=finite("created_at")),
        ]

    def __str__(self) -> str:
        return f"photo {self.pk} of complaint {self.complaint_id}"
