"""A device that is silent now."""

from django.db import models

from kit.dates import finite


class SilentDevice(models.Model):
    """Exists while the device is silent; ``heard_since`` is set when signs of life begin again."""

    class Meta:
        constraints = [
            models.CheckConstraint(name="silence_times_are_finite", condition=finite("since", "heard_since")),
        ]

    ACCESS_AGENCY_PATH = "device__vehicle__agency"

    device = models.OneToOneField("fleet.Device", models.CASCADE, primary_key=True, related_name="silence")
    why = models.CharField(max_length=12)
    since = models.DateTimeField()
    heard_since = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"device {self.device_id}: {self.why} since {self.since:%Y-%m-%d %H:%M:%S}"
