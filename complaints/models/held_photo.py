"""Pictures that wait for their form to be right."""

from django.db import models

from complaints.models.photo import photo_path
from kit.dates import finite


class HeldPhoto(models.Model):
    """A cleaned picture of a form that failed, kept for an hour so that it need not be chosen and sent again.

    The form's token, which only that page knows, finds it again. ``address_key`` is a keyed digest of the sender's
    address, so that one address cannot fill the disk.
    """

    form_token = models.UUIDField(db_index=True)
    address_key = models.CharField(max_length=64, default="", db_index=True)
    image = models.FileField(upload_to=photo_path, max_length=80)
    thumbnail = models.FileField(upload_to=photo_path, max_length=80)
    width_px = models.PositiveIntegerField()
    height_px = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="held_photo_times_are_finite", condition=finite("created_at")),
        ]

    def __str__(self) -> str:
        return f"held photo {self.pk}"
