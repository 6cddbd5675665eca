"""The papers of an official vehicle, and until when they are valid."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.dates import check_supported, in_range


class PaperKind(models.TextChoices):
    """What every official vehicle in Indonesia has to carry or pay."""

    REGISTRATION = "stnk", _("registration (STNK)")
    TAX = "tax", _("vehicle tax")
    INSPECTION = "kir", _("roadworthiness test (KIR)")
    INSURANCE = "insurance", _("insurance")


class VehiclePaper(models.Model):
    """One paper; renewing it changes ``expires_on``."""

    ACCESS_AGENCY_PATH = "vehicle__agency"

    vehicle = models.ForeignKey("fleet.Vehicle", models.CASCADE, related_name="papers")
    kind = models.CharField(_("paper"), max_length=12, choices=PaperKind.choices)
    number = models.CharField(_("number"), max_length=60, blank=True)
    expires_on = models.DateField(_("valid until"), validators=[check_supported])

    class Meta:
        ordering = ["vehicle_id", "expires_on"]
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        constraints = [
            models.UniqueConstraint(fields=["vehicle", "kind"], name="one_paper_of_a_kind"),
            models.CheckConstraint(name="paper_day_in_range", condition=in_range("expires_on")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.expires_on}"
