"""The latest picture of a camera."""

import secrets

from django.db import models

from cameras.errors import message_of
from kit.dates import finite


def picture_path(snapshot: "CameraSnapshot", filename: str) -> str:
    """A new unguessable place for each picture, so that one is never half replaced by the next."""
    return f"cameras/{secrets.token_hex(16)}.jpg"


class CameraSnapshot(models.Model):
    """``image`` and ``thumbnail`` are written by ``cameras.pictures`` and empty before the first picture.

    ``taken_at`` is when the picture was true, ``fetched_at`` when it came, ``tried_at`` when a fetch last ended, well
    or badly. ``claimed_at`` is set while one process fetches. ``error`` is a code of ``cameras.errors``, empty after a
    success; ``failures`` counts failures of the health check in a row.
    """

    camera = models.OneToOneField("cameras.Camera", models.CASCADE, related_name="snapshot")
    image = models.FileField(upload_to=picture_path, max_length=120, blank=True)
    thumbnail = models.FileField(upload_to=picture_path, max_length=120, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=40, blank=True)
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="snapshot_times_are_finite", condition=finite("taken_at", "fetched_at", "tried_at", "claimed_at")
            ),
        ]

    @property
    def error_message(self) -> str:
        """The last error in words, in the language of the page; empty after a success."""
        return message_of(self.error)

    def __str__(self) -> str:
        return f"{self.camera_id} {self.taken_at}"
