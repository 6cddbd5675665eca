"""What walls hear of zones."""

from typing import Annotated, ClassVar

from layers.models.kinds import Kind, Purpose
from live.events import Event, Polygons, one_of

AUDIENCES = ("centre", "public")
"""Zones are public: every viewer, of whatever audience, also receives "public"."""


class ZoneChanged(Event):
    """A zone as walls draw it.

    ``geometry`` is a GeoJSON MultiPolygon of at most 2,000 vertices, in degrees with 6 decimals. ``valid_from`` and
    ``valid_to`` are ISO times or None for an open end; ``level`` is 1 to 3 or None.
    """

    type: ClassVar[str] = "zone.changed"
    name: str
    name_en: str
    purpose: Annotated[str, one_of("ZonePurpose", Purpose.values)]
    kind: Annotated[str, one_of("ZoneKind", Kind.values)]
    level: int | None
    color: str
    fill_opacity: float
    pattern: str
    valid_from: str | None
    valid_to: str | None
    version: int
    geometry: Polygons


class ZoneRemoved(Event):
    """The zone is no longer public, or no longer valid."""

    type: ClassVar[str] = "zone.removed"
