"""Vehicles that share rules, whatever agency they belong to."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VehicleGroup(models.Model):
    """A named set of vehicles; of an agency, or of the centre where ``agency`` is None."""

    name = models.CharField(_("name"), max_length=80)
    agency = models.ForeignKey("people.Agency", models.PROTECT, null=True, blank=True, related_name="vehicle_groups")
    vehicles = models.ManyToManyField("fleet.Vehicle", related_name="groups", blank=True, verbose_name=_("vehicles"))

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("vehicle group")
        verbose_name_plural = _("vehicle groups")

    def __str__(self) -> str:
        return self.name
