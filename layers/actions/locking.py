"""Taking a zone for writing."""

from layers.errors import ZoneNotFound, ZoneStale
from layers.models import Zone


def locked_zone(zone_id: int, revision: int) -> Zone:
    """The zone, its row locked until the end of the transaction. Raises ZoneNotFound, or ZoneStale when ``revision`` is
    not the newest."""
    zone = Zone.objects.select_for_update(of=("self",)).select_related("published").filter(pk=zone_id).first()
    if zone is None:
        raise ZoneNotFound
    if zone.revision != revision:
        raise ZoneStale
    return zone
