"""Zones and their history, one noun a module."""

from layers.models.face import FACE_FIELDS, ZoneFace
from layers.models.kinds import KINDS_OF, LEVELS, Kind, Purpose, Status
from layers.models.zone import Zone
from layers.models.zone_import import ZoneImport
from layers.models.zone_version import ZoneVersion

__all__ = [
    "FACE_FIELDS",
    "KINDS_OF",
    "LEVELS",
    "Kind",
    "Purpose",
    "Status",
    "Zone",
    "ZoneFace",
    "ZoneImport",
    "ZoneVersion",
]
