"""Where a vehicle was last seen before its device left it."""

from django.contrib.gis.db import models

from kit.dates import finite


class DepartedFix(models.Model):
    """A copy of the DeviceState that stood for a vehicle, kept when its device moved to another one.

    Without it the vehicle would vanish from the map at the device's next fix.
    """

    class Meta:
        constraints = [
            models.CheckConstraint(name="departed_fix_times_are_finite", condition=finite("fix_time", "arrival")),
        ]

    ACCESS_AGENCY_PATH = "vehicle__agency"

    vehicle = models.OneToOneField("fleet.Vehicle", models.CASCADE, primary_key=True, related_name="departed_fix")
    fix_time = models.DateTimeField()
    arrival = models.DateTimeField()
    point = models.PointField(srid=4326, spatial_index=False)
    speed_mps = models.FloatField(null=True)
    course_deg = models.FloatField(null=True)
    accuracy_m = models.FloatField(null=True)
    state = models.SmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"last fix of vehicle {self.vehicle_id}"
