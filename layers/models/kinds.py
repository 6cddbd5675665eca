"""What zones are for, of which kind, and how far along."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """Why a zone is drawn."""

    HAZARD = "hazard", _("hazard")
    TOURISM = "tourism", _("tourism")
    OTHER = "other", _("other")


class Kind(models.TextChoices):
    """What a zone is about. Hazard kinds are those of disaster-prone areas (rawan bencana)."""

    VOLCANO = "volcano", _("volcano")
    EARTHQUAKE = "earthquake", _("earthquake")
    FLOOD = "flood", _("flood")
    LANDSLIDE = "landslide", _("landslide")
    FOREST_FIRE = "forest_fire", _("forest fire")
    WHIRLWIND = "whirlwind", _("whirlwind")
    TSUNAMI = "tsunami", _("tsunami")
    SITE = "site", _("tourism site")
    AREA = "area", _("area")


KINDS_OF: dict[str, tuple[Kind, ...]] = {
    Purpose.HAZARD: (
        Kind.VOLCANO,
        Kind.EARTHQUAKE,
        Kind.FLOOD,
        Kind.LANDSLIDE,
        Kind.FOREST_FIRE,
        Kind.WHIRLWIND,
        Kind.TSUNAMI,
    ),
    Purpose.TOURISM: (Kind.SITE, Kind.AREA),
    Purpose.OTHER: (Kind.AREA,),
}
"""The kinds that make sense for each purpose."""

LEVELS = (1, 2, 3)
"""Least to most dangerous, as KRB I to III. Only hazards have one."""


class Status(models.TextChoices):
    """A draft was never published; a retired zone was, and is no more."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    RETIRED = "retired", _("retired")
