"""Makes areas of real files usable: valid, polygonal, two-dimensional, rings turned as RFC 7946 asks (shells
counterclockwise).

The "structure" way of `make_valid` (GEOS 3.10) is used, not "linework": a shell that lies within another shell is
merged into it; by linework it would become a hole, and an island drawn twice would vanish from the map.
"""

from dataclasses import dataclass

import shapely
from django.utils.translation import gettext
from shapely.geometry import LinearRing, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.antimeridian import split_at_antimeridian
from geo.cost import check_cost, polygons_of
from geo.errors import UnusableGeometry
from geo.measure import area_m2
from geo.projection import check_degrees

# Parts that the repair leaves behind below this size are rounding dust, smaller than any plot of land.
SLIVER_M2 = 1.0


@dataclass(frozen=True, slots=True)
class Repair:
    """What was wrong and what was done. `reason` is empty when the geometry was fine as it came."""

    reason: str
    steps: tuple[str, ...]
    area_before_m2: float
    area_after_m2: float

    @property
    def was_needed(self) -> bool:
        return bool(self.steps)

    @property
    def area_change_m2(self) -> float:
        return self.area_after_m2 - self.area_before_m2


def repair_area(geometry: BaseGeometry) -> tuple[MultiPolygon, Repair]:
    """A valid MultiPolygon in EPSG:4326 and the account of its repair.

    Raises UnusableGeometry (CoordinatesOutOfRange among them) when nothing with an area remains.
    """
    flat = check_degrees(shapely.force_2d(geometry))
    check_cost(flat)
    flat = split_at_antimeridian(flat)
    _check_holes(flat)
    reason = "" if shapely.is_valid(flat) else str(shapely.is_valid_reason(flat))
    steps: list[str] = []
    if reason:
        steps.append(gettext("rings rebuilt into a valid shape"))
        valid = shapely.make_valid(flat, method="structure", keep_collapsed=False)
    else:
        valid = flat
    polygons = polygons_of(valid)
    if not polygons:
        raise UnusableGeometry(gettext("The geometry (%(kind)s) encloses no area.") % {"kind": geometry.geom_type})
    if _has_other_parts(flat):
        steps.append(gettext("points and lines left out, areas kept"))
    whole = [polygon for polygon in polygons if area_m2(polygon) >= SLIVER_M2]
    if not whole:
        raise UnusableGeometry(gettext("The area is smaller than one square metre."))
    if len(whole) < len(polygons):
        steps.append(gettext("%(count)d slivers below 1 m² left out") % {"count": len(polygons) - len(whole)})
    result = _turned(MultiPolygon(whole))
    return result, Repair(reason, tuple(steps), area_m2(flat), area_m2(result))


def simplified(geometry: BaseGeometry, tolerance_deg: float) -> BaseGeometry:
    """A stored outline with fewer points, valid again (Douglas and Peucker)."""
    return shapely.make_valid(shapely.simplify(geometry, tolerance_deg, preserve_topology=True))


def _check_holes(geometry: BaseGeometry) -> None:
    """A hole outside its shell would become an area of its own by the repair: what was to be cut out would be added."""
    for polygon in polygons_of(geometry):
        if polygon.interiors and not shapely.is_valid(polygon):
            shell = Polygon(polygon.exterior)
            shapely.prepare(shell)
            if any(_outside(shell, hole) for hole in polygon.interiors):
                raise UnusableGeometry(
                    gettext("A hole lies outside the area that it is to be cut out of. Correct or remove it.")
                )


def _outside(shell: Polygon, hole: LinearRing) -> bool:
    """Whether no corner of the hole lies in or on the shell."""
    corners = shapely.get_coordinates(hole)
    return not shapely.intersects_xy(shell, corners[:, 0], corners[:, 1]).any()


def _has_other_parts(geometry: BaseGeometry) -> bool:
    if geometry.geom_type == "GeometryCollection":
        return any(_has_other_parts(part) for part in shapely.get_parts(geometry))
    return geometry.geom_type not in {"Polygon", "MultiPolygon"}


def _turned(geometry: MultiPolygon) -> MultiPolygon:
    turned = shapely.orient_polygons(geometry)
    if not isinstance(turned, MultiPolygon) or not turned.is_valid:
        raise UnusableGeometry(
            gettext("The shape could not be made valid: %(why)s") % {"why": shapely.is_valid_reason(turned)}
        )
    return turned
