"""An official vehicle (kendaraan dinas)."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class VehicleKind(models.TextChoices):
    """What the symbol on the map shows."""

    CAR = "car", _("car")
    MOTORCYCLE = "motorcycle", _("motorcycle")
    BUS = "bus", _("bus")
    TRUCK = "truck", _("truck")
    AMBULANCE = "ambulance", _("ambulance")
    FIRE = "fire", _("fire engine")
    POLICE = "police", _("police car")
    EXCAVATOR = "excavator", _("heavy equipment")
    BOAT = "boat", _("boat")
    OTHER = "other", _("other")


class UnitStatus(models.TextChoices):
    """Whether the unit can be sent somewhere."""

    FREE = "free", _("free")
    ASSIGNED = "assigned", _("assigned")
    OUT_OF_SERVICE = "out_of_service", _("out of service")


class Vehicle(models.Model):
    """A vehicle of an agency. Which device it carries, and carried when, is told by DeviceAssignment."""

    name = models.CharField(_("name"), max_length=80)
    plate = models.CharField(_("number plate"), max_length=20, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=VehicleKind.choices, default=VehicleKind.CAR)
    agency = models.ForeignKey(
        "people.Agency", models.PROTECT, null=True, blank=True, related_name="vehicles", verbose_name=_("agency")
    )
    holder = models.CharField(_("holder"), max_length=120, blank=True)
    fuel_l_per_100km = models.FloatField(
        _("fuel consumption in litres per 100 km"), null=True, blank=True, validators=[MinValueValidator(0.1)]
    )
    unit_status = models.CharField(_("unit status"), max_length=20, choices=UnitStatus.choices, default=UnitStatus.FREE)
    active = models.BooleanField(_("active"), default=True)
    # Grows with every change that takes the live position away or puts an earlier one in its place. A trigger raises it
    # where the vehicle changes its agency or goes in or out of use, and never lets it fall.
    position_version = models.BigIntegerField(default=0, db_default=0, editable=False)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plate"],
                condition=~models.Q(plate=""),
                name="vehicle_plate_unique",
                violation_error_message=_("Another vehicle has this number plate."),
            ),
        ]
        verbose_name = _("vehicle")
        verbose_name_plural = _("vehicles")

    def __str__(self) -> str:
        return f"{self.name} ({self.plate})" if self.plate and self.plate != self.name else self.name
