"""Telling walls which zones to show: the one place that turns publication and validity into events."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from layers.events import AUDIENCES, ZoneChanged, ZoneRemoved
from layers.geojson import geometry_json, iso
from layers.models import Status, Zone, ZoneVersion
from layers.readable import has_readable_dates
from live.publish import publish


def is_valid_at(version: ZoneVersion, moment: datetime) -> bool:
    """Whether the version's period holds the moment; its end is not part of it."""
    begun = version.valid_from is None or version.valid_from <= moment
    ended = version.valid_to is not None and version.valid_to <= moment
    return begun and not ended


def changed_event(version: ZoneVersion, outline: dict[str, Any] | None = None) -> ZoneChanged:
    """The version as walls hear of it; ``outline`` is its ``face_geometry`` as GeoJSON, where the database made it."""
    style = version.style
    return ZoneChanged(
        id=version.zone_id,
        name=version.name,
        name_en=version.name_en,
        purpose=version.purpose,
        kind=version.kind,
        level=version.level,
        color=style.color,
        fill_opacity=style.fill_opacity,
        pattern=style.pattern,
        valid_from=iso(version.valid_from),
        valid_to=iso(version.valid_to),
        version=version.number,
        geometry=geometry_json(version.face_geometry) if outline is None else outline,
    )


def _is_shown_at(version: ZoneVersion, moment: datetime) -> bool:
    """An unreadable date comes as None, which `is_valid_at` takes for an open end; the database knows better."""
    return is_valid_at(version, moment) and has_readable_dates(version)


def announce(zone: Zone, *, renewed: bool, now: datetime | None = None) -> bool:
    """Make walls show what they should, and say whether they had to be told.

    ``zone`` must be locked by the caller's transaction. ``renewed`` says that its public version is a new one, so that
    walls which show it already must hear of it again. Writes ``shown`` and ``shown_changed_at``.
    """
    moment = now or timezone.now()
    version = zone.published
    show = version is not None and zone.status == Status.PUBLISHED and _is_shown_at(version, moment)
    if show == zone.shown and not (show and renewed):
        return False
    zone.shown = show
    zone.shown_changed_at = moment
    zone.save(update_fields=["shown", "shown_changed_at"])
    if show and version is not None:
        publish(changed_event(version), AUDIENCES)
    else:
        publish(ZoneRemoved(id=zone.pk), AUDIENCES)
    return True
