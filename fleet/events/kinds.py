"""What detectors raise."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    """Everything that can happen to a vehicle."""

    ZONE_ENTERED = "zone_entered", _("entered a zone")
    ZONE_LEFT = "zone_left", _("left a zone")
    ZONE_CROSSED = "zone_crossed", _("crossed a zone")
    ZONE_FORBIDDEN = "zone_forbidden", _("inside a zone that it must stay out of")
    ZONE_ABSENT = "zone_absent", _("outside the zone that it must be in")
    DWELL = "dwell", _("stays too long in a zone")
    OVERSPEED = "overspeed", _("too fast")
    HARSH_BRAKING = "harsh_braking", _("harsh braking")
    HARSH_ACCELERATION = "harsh_acceleration", _("harsh acceleration")
    HARSH_CORNERING = "harsh_cornering", _("harsh cornering")
    IGNITION_ON = "ignition_on", _("ignition on")
    IGNITION_OFF = "ignition_off", _("ignition off")
    IDLING = "idling", _("idles with the engine on")
    TOWING = "towing", _("moves with the ignition off")
    POWER_CUT = "power_cut", _("power of the tracker cut")
    POWER_RESTORED = "power_restored", _("power of the tracker back")
    JAMMING = "jamming", _("the signal may be jammed")
    TAMPER = "tamper", _("the tracker was tampered with")
    ACCIDENT = "accident", _("accident reported by the device")
    SOS = "sos", _("SOS")
    SILENT = "silent", _("silent")
    HEARD_AGAIN = "heard_again", _("heard again")
    OFF_DUTY = "off_duty", _("used outside duty hours")
    OFF_AREA = "off_area", _("used outside the agency's area")
    WEEKEND_USE = "weekend_use", _("used at the holder's weekend")
    DRIVING_TOO_LONG = "driving_too_long", _("driven too long without a rest")
    DAILY_DRIVING = "daily_driving", _("driven too long in one day")
    PAPER_EXPIRES = "paper_expires", _("papers about to expire")


UNPROVEN: Final = "unproven"
"""Set in an event's detail: it came over a listener where anybody who knows the device's identity can send."""

ALARMING: Final = frozenset({EventKind.SOS, EventKind.ACCIDENT, EventKind.JAMMING, EventKind.TAMPER, EventKind.TOWING})
