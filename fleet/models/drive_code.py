"""The code that lies in a vehicle."""

from django.db import models

from kit.dates import finite


class DriveCode(models.Model):
    """The link behind the QR code in a vehicle, with which its driver takes it over.

    Kept as it is, so that a worn sheet can be printed again: it proves nothing but that its holder saw the sheet, and
    only a person logged in with the right to drive the vehicle can use it. A new code makes the old one worthless.
    """

    class Meta:
        constraints = [
            models.CheckConstraint(name="drive_code_times_are_finite", condition=finite("made_at")),
        ]

    ACCESS_AGENCY_PATH = "vehicle__agency"

    vehicle = models.OneToOneField("fleet.Vehicle", models.CASCADE, primary_key=True, related_name="drive_code")
    token = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.User", models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"code of vehicle {self.vehicle_id}"
