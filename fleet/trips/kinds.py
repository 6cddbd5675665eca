"""Of which kinds the parts of a vehicle's day are, and why they begin and end."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TripKind(models.TextChoices):
    """A vehicle's history is cut into these without holes, from its first fix on."""

    DRIVE = "drive", _("drive")
    STOP = "stop", _("stop")
    GAP = "gap", _("no data")


class TripReason(models.TextChoices):
    """Why a part begins or ends, so that every trip can be explained."""

    FIRST_FIX = "first_fix", _("first position known")
    MOVED_AWAY = "moved_away", _("moved away from the place where it stood")
    IGNITION_ON = "ignition_on", _("ignition on")
    STOOD_STILL = "stood_still", _("stood still long enough")
    IGNITION_OFF = "ignition_off", _("ignition off")
    SILENCE = "silence", _("nothing was received")
    HEARD_AGAIN = "heard_again", _("received again")
    VEHICLE_CHANGED = "vehicle_changed", _("the device changed the vehicle")
    STILL_GOING = "still_going", _("not ended yet")
