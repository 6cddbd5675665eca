"""Someone who drives official vehicles."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.dates import check_supported, in_range


class Driver(models.Model):
    """A person with a licence (SIM); of an agency, or of the centre where ``agency`` is None.

    ``user`` is the login with which the driver takes a vehicle over on the own phone; many drivers have none.
    """

    name = models.CharField(_("name"), max_length=120)
    agency = models.ForeignKey(
        "people.Agency", models.PROTECT, null=True, blank=True, related_name="drivers", verbose_name=_("agency")
    )
    user = models.OneToOneField(
        "people.User", models.SET_NULL, null=True, blank=True, related_name="driver", verbose_name=_("login")
    )
    licence_number = models.CharField(_("licence number (SIM)"), max_length=40, blank=True)
    licence_expires_on = models.DateField(_("licence valid until"), null=True, blank=True, validators=[check_supported])
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("driver")
        verbose_name_plural = _("drivers")
        constraints = [models.CheckConstraint(name="licence_day_in_range", condition=in_range("licence_expires_on"))]

    def __str__(self) -> str:
        return self.name
