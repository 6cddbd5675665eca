"""The one listener for questions about places: which areas hold a point, what it is called, where a name is."""

from geo.reverse import areas_at, level_of, name_of, place_name, place_names, smallest_area_at
from geo.search import Place, search

__all__ = ["Place", "areas_at", "level_of", "name_of", "place_name", "place_names", "search", "smallest_area_at"]
