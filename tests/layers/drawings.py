"""Outlines and drafts that the tests of zones draw."""

from typing import Any

from geo.measure import circle
from layers.actions.draw_zone import draw_zone
from layers.actions.publish_zone import publish_zone
from layers.drafts import ZoneDraft, parse_draft
from layers.models import Zone
from people.models import User

SINABUNG = (98.392, 3.170)


def ring(
    radius_m: float = 3000, lon: float = SINABUNG[0], lat: float = SINABUNG[1], points: int = 64
) -> dict[str, Any]:
    """A circle of that radius as GeoJSON."""
    geometry: dict[str, Any] = circle(lon, lat, radius_m, points).__geo_interface__
    return {
        "type": geometry["type"],
        "coordinates": [[list(point) for point in part] for part in geometry["coordinates"]],
    }


def draft_data(**changes: Any) -> dict[str, Any]:
    """What an editor sends for a volcanic zone of 3 km, with changes."""
    data: dict[str, Any] = {
        "purpose": "hazard",
        "kind": "volcano",
        "level": 3,
        "name": "KRB III Sinabung",
        "geometry": ring(),
    }
    return data | changes


def draft(**changes: Any) -> ZoneDraft:
    """The same, checked."""
    return parse_draft(draft_data(**changes))


def drawn(planner: User, **changes: Any) -> Zone:
    """A zone that was drawn and not published."""
    return draw_zone(planner, draft(**changes)).zone


def published(planner: User, **changes: Any) -> Zone:
    """A zone that was drawn and published."""
    zone = drawn(planner, **changes)
    publish_zone(planner, zone.pk, zone.revision)
    zone.refresh_from_db()
    return zone
