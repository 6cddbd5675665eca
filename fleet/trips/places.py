"""The names of the places where parts begin and end."""

from django.db.models import QuerySet

from fleet.models import Trip
from fleet.trips.fixes import Fix
from geo.gazetteer import place_name


class Places:
    """Asks the gazetteer once a point; what the rows that are replaced knew is known."""

    def __init__(self, known: QuerySet[Trip]) -> None:
        self._names: dict[tuple[float, float], str] = {}
        for point, name in known.values_list("start_point", "start_place"):
            self._names[point.x, point.y] = name

    def name(self, fix: Fix) -> str:
        """What the place of a fix is called; empty outside all known areas."""
        point = (fix.lon, fix.lat)
        if point not in self._names:
            self._names[point] = place_name(*point)
        return self._names[point]
