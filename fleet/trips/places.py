"""The names of the places where parts begin and end."""

from collections.abc import Iterable

from django.db.models import QuerySet

from fleet.models import Trip
from fleet.trips.fixes import Fix
from geo.gazetteer import place_names


class Places:
    """Names for points; what the rows that are replaced knew is known."""

    def __init__(self, known: QuerySet[Trip]) -> None:
        self._names: dict[tuple[float, float], str] = {}
        for point, name in known.values_list("start_point", "start_place"):
            self._names[point.x, point.y] = name

    def look_up(self, fixes: Iterable[Fix]) -> None:
        """Ask the gazetteer for all places of ``fixes`` that are not known yet, at once."""
        asked = list(dict.fromkeys((fix.lon, fix.lat) for fix in fixes if (fix.lon, fix.lat) not in self._names))
        self._names |= zip(asked, place_names(asked), strict=True)

    def name(self, fix: Fix) -> str:
        """What the place of a fix that was looked up is called; empty outside all known areas."""
        return self._names[fix.lon, fix.lat]
