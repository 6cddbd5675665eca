"""Which agency answers for a category in an area."""

from django.db import models
from django.db.models.functions import Length


class RoutingRule(models.Model):
    """``area_code`` is a Kemendagri code; the rule holds in that area and all below it, empty means everywhere."""

    category = models.ForeignKey("complaints.Category", models.CASCADE, related_name="routing_rules")
    area_code = models.CharField(max_length=13, blank=True)
    agency = models.ForeignKey("people.Agency", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["category", Length("area_code").desc(), "area_code"]
        constraints = [models.UniqueConstraint(fields=["category", "area_code"], name="one_rule_per_category_and_area")]

    def __str__(self) -> str:
        return f"{self.category} · {self.area_code or '*'} → {self.agency}"
