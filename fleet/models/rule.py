"""What a detector looks for, and for which vehicles."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fleet.rules.kinds import RuleKind
from kit.dates import finite
from kit.severity import Severity


class DetectorRule(models.Model):
    """Settings of one detector for a vehicle, a group, an agency, or (none of them) every vehicle.

    The narrowest wins: vehicle before group before agency before everyone. Detectors about zones apply every rule that
    reaches the vehicle, since each is about a zone of its own (``zone`` None: every published zone).
    """

    ACCESS_AGENCY_PATH = "agency"

    kind = models.CharField(_("detector"), max_length=20, choices=RuleKind.choices)
    name = models.CharField(_("name"), max_length=120, blank=True)
    agency = models.ForeignKey("people.Agency", models.CASCADE, null=True, blank=True, related_name="detector_rules")
    group = models.ForeignKey("fleet.VehicleGroup", models.CASCADE, null=True, blank=True, related_name="rules")
    vehicle = models.ForeignKey("fleet.Vehicle", models.CASCADE, null=True, blank=True, related_name="rules")
    zone = models.ForeignKey("layers.Zone", models.PROTECT, null=True, blank=True, related_name="+")
    settings = models.JSONField(_("settings"), default=dict, blank=True)
    severity = models.SmallIntegerField(_("severity"), choices=Severity.choices, default=Severity.WARNING)
    enabled = models.BooleanField(_("enabled"), default=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["kind", "id"]
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        constraints = [
            models.CheckConstraint(
                name="rule_has_one_reach",
                condition=(
                    Q(group__isnull=True, vehicle__isnull=True)
                    | Q(agency__isnull=True, vehicle__isnull=True)
                    | Q(agency__isnull=True, group__isnull=True)
                ),
            ),
            models.CheckConstraint(name="rule_times_are_finite", condition=finite("updated_at")),
        ]

    def __str__(self) -> str:
        return self.name or self.get_kind_display()
