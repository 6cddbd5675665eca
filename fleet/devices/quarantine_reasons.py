"""Why a frame was set aside."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class QuarantineReason(models.TextChoices):
    """Each is written by the gateway; an operator resolves them."""

    UNKNOWN_DEVICE = "unknown_device", _("unknown device")
    NOT_UNDERSTOOD = "not_understood", _("not understood")
    NOT_STORABLE = "not_storable", _("could not be stored")
    OTHER_LISTENER = "other_listener", _("not over its own protocol")
    WRONG_PASSWORD = "wrong_password", _("wrong password")
