"""The detectors that rules can be made for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RuleKind(models.TextChoices):
    """One a detector; its settings are described by ``fleet.detectors.settings``."""

    GEOFENCE = "geofence", _("enters, leaves or crosses a zone")
    ZONE_HOURS = "zone_hours", _("must be inside or outside a zone in given hours")
    DWELL = "dwell", _("stays in a zone")
    OVERSPEED = "overspeed", _("drives too fast")
    HARSH = "harsh", _("brakes or accelerates harshly")
    IGNITION = "ignition", _("ignition")
    IDLING = "idling", _("idles")
    TOWING = "towing", _("is towed")
    POWER = "power", _("power of the tracker")
    JAMMING = "jamming", _("jamming and tampering")
    SOS = "sos", _("SOS")
    SILENCE = "silence", _("falls silent")
    DUTY = "duty", _("duty hours, area and weekend")
    DRIVER_HOURS = "driver_hours", _("driving and rest times")
    PAPERS = "papers", _("papers")
