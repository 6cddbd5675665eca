"""How loud an event is, on one scale for all packages."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Severity(models.IntegerChoices):
    """How loud an event is."""

    NOTE = 0, _("note")
    WARNING = 1, _("warning")
    ALARM = 2, _("alarm")
