"""What complaints are about."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kit.choices import is_known


class ComplaintClass(models.TextChoices):
    """What the citizen wants: something put right, something told, something considered."""

    COMPLAINT = "complaint", _("complaint")
    INFORMATION = "information", _("request for information")
    ASPIRATION = "aspiration", _("aspiration")


class Category(models.Model):
    """A subject of complaints, with what follows from it.

    ``supervisory``: misconduct of officials, with a clock of its own. ``emergency``: minutes count, not days.
    ``needs_second_person``: closing is done by someone who neither verified nor forwarded the complaint.
    """

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    complaint_class = models.CharField(max_length=12, choices=ComplaintClass.choices, default=ComplaintClass.COMPLAINT)
    supervisory = models.BooleanField(default=False)
    emergency = models.BooleanField(default=False)
    default_agency = models.ForeignKey("people.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    needs_second_person = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("category")
        constraints = [
            models.CheckConstraint(
                name="category_class_is_known", condition=is_known("complaint_class", ComplaintClass)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def local_name(self) -> str:
        """The name in the language of the page."""
        return self.name_en if get_language() == "en" and self.name_en else self.name
