"""What is known of a device now."""

from django.contrib.gis.db import models

from fleet.devices.listeners import labels_of
from kit.dates import finite


class DeviceState(models.Model):
    """The latest good fix of a device, and what judging the next one needs.

    Locked by the gateway for each batch, in the order of the device ids; whoever moves a device to another vehicle
    takes the same lock. ``fix_time`` is the time of the fix, or of its arrival where the device's clock runs ahead.
    ``newest_fix_time`` is the newest stored at all: a fix above it cannot be a copy. ``unbuilt_from`` is the fix time
    of the earliest believed fix that no trip knows yet; who builds the trips clears it under the same lock.
    ``detectors`` is what the detectors remember between two fixes, by detector. They saw a fix last in the vehicle
    ``seen_vehicle_id``; in the positions it has ``seen_time`` and ``seen_content``. What comes next is theirs from
    ``wake_time`` on, or earlier where something changes; without one, only then. ``heard_over`` is the mask of the
    listeners (``fleet.devices.listeners``) over which something of it was taken.
    """

    device = models.OneToOneField("fleet.Device", models.CASCADE, primary_key=True, related_name="state")
    last_contact = models.DateTimeField(null=True)
    newest_fix_time = models.DateTimeField(null=True)
    fix_time = models.DateTimeField(null=True)
    arrival = models.DateTimeField(null=True)
    vehicle = models.ForeignKey("fleet.Vehicle", models.SET_NULL, null=True, db_index=False, related_name="states")
    point = models.PointField(srid=4326, null=True, spatial_index=False)
    speed_mps = models.FloatField(null=True)
    course_deg = models.FloatField(null=True)
    accuracy_m = models.FloatField(null=True)
    state = models.SmallIntegerField(db_default=0)
    suspect_time = models.DateTimeField(null=True)
    suspect_point = models.PointField(srid=4326, null=True, spatial_index=False)
    stored = models.BigIntegerField(db_default=0)
    marked = models.BigIntegerField(db_default=0)
    copies = models.BigIntegerField(db_default=0)
    unbuilt_from = models.DateTimeField(null=True)
    seen_vehicle_id = models.BigIntegerField(null=True)
    seen_time = models.DateTimeField(null=True)
    seen_content = models.BigIntegerField(null=True)
    wake_time = models.DateTimeField(null=True)
    detectors = models.JSONField(null=True)
    heard_over = models.BigIntegerField(db_default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="device_state_times_are_finite",
                condition=finite(
                    "last_contact",
                    "newest_fix_time",
                    "fix_time",
                    "arrival",
                    "suspect_time",
                    "unbuilt_from",
                    "seen_time",
                    "wake_time",
                ),
            ),
        ]

    ACCESS_AGENCY_PATH = "device__vehicle__agency"

    @property
    def heard_over_labels(self) -> str:
        """Those listeners in words."""
        return labels_of(self.heard_over)

    def __str__(self) -> str:
        return f"state of device {self.device_id}"
