"""What cameras are, what they are for, and how far along."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CameraKind(models.TextChoices):
    """How the camera looks around."""

    FIXED = "fixed", _("fixed")
    PTZ = "ptz", _("turning (PTZ)")
    DOME = "dome", _("dome")


class CameraPurpose(models.TextChoices):
    """Why it stands there."""

    TRAFFIC = "traffic", _("accident-prone place")
    CRIME = "crime", _("crime-prone place")
    DISASTER = "disaster", _("disaster-prone place")
    TOURISM = "tourism", _("tourism site")
    GOVERNMENT = "government", _("government building")


class Stage(models.TextChoices):
    """Cameras are fitted in stages; an active one that gives no picture is faulty."""

    PLANNED = "planned", _("planned")
    INSTALLED = "installed", _("installed")
    ACTIVE = "active", _("active")
    FAULTY = "faulty", _("faulty")
