"""Whether a complaint's place lies in the region that the centre watches."""

from django.utils.translation import gettext_lazy as _

from geo import gazetteer
from geo.models import Area
from geo.position import exchanged
from kit.errors import BadInput


def require_inside(lon: float | None, lat: float | None) -> None:
    """Raises BadInput for a place that none of the areas holds; where no areas are loaded yet, every place will do.

    Says so where the two numbers are exchanged and the place would be inside.
    """
    if lon is None or lat is None or gazetteer.areas_at(lon, lat) or not Area.objects.exists():
        return
    if abs(lon) <= 90 and gazetteer.areas_at(lat, lon):
        raise exchanged(lon, lat)
    message = _("This place is outside the region. Place the mark again, or leave it out.")
    raise BadInput(message, field="lon")
