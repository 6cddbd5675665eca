"""Where an incident stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """The stations of an incident's life; `incidents.lifecycle` says which way leads from one to another."""

    REPORTED = "reported", _("reported")
    OPEN = "open", _("open")
    CONTAINED = "contained", _("contained")
    CLOSED = "closed", _("closed")
    REOPENED = "reopened", _("reopened")
