"""Which vehicle a device was in, and when."""

from django.db import models

from kit.dates import finite


class DeviceAssignment(models.Model):
    """One stay of a device in a vehicle, from ``valid_from`` (None: ever) until before ``valid_to`` (None: still).

    A fix belongs to the vehicle of the stay that holds its fix time, however late it arrives.
    """

    ACCESS_AGENCY_PATH = "vehicle__agency"

    device = models.ForeignKey("fleet.Device", models.CASCADE, related_name="assignments")
    vehicle = models.ForeignKey("fleet.Vehicle", models.PROTECT, related_name="assignments")
    valid_from = models.DateTimeField(null=True, blank=True)
    valid_to = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["device_id", models.F("valid_from").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["device"], condition=models.Q(valid_to__isnull=True), name="one_open_assignment_a_device"
            ),
            models.CheckConstraint(name="assignment_times_are_finite", condition=finite("valid_from", "valid_to")),
        ]

    def __str__(self) -> str:
        return f"{self.device_id} in {self.vehicle_id}"
