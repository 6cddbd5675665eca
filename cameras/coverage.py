"""What a camera sees of the ground, and which cameras see a place."""

from dataclasses import dataclass

import shapely
from django.contrib.gis.geos import GEOSGeometry, Point, Polygon

from cameras.models import Camera, Stage
from geo.measure import bearing_deg, circle, distance_m, sector
from people.access import Verb, which
from people.access.policy import Actor


@dataclass(frozen=True, slots=True)
class Sight:
    """A camera that sees a place, how far away it stands and in which direction the place lies from it."""

    camera: Camera
    distance_m: float
    bearing_deg: float


def view_of(lon: float, lat: float, bearing: float | None, fov: float, range_m: float) -> Polygon:
    """The ground that a camera sees, on the ellipsoid: a slice of a circle, or all of it without a bearing.

    Degrees and metres in; SRID 4326 out. What stands in the way is not known.
    """
    if bearing is None or fov >= 360:
        shape = circle(lon, lat, range_m, points=72)
    else:
        shape = sector(lon, lat, range_m, bearing - fov / 2, bearing + fov / 2)
    view = GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=4326)
    if not isinstance(view, Polygon):
        raise TypeError(f"a view is a {view.geom_type}")
    return view


def cameras_seeing(user: Actor, lon: float, lat: float) -> list[Sight]:
    """The cameras that see the point and that the user may view, active ones first, then the nearest.

    Planned and installed cameras are left out: they have no picture. Uses the spatial index on ``view``.
    """
    seen = which(user, Verb.CAMERA_VIEW, Camera.objects.all()).filter(
        view__covers=Point(lon, lat, srid=4326), stage__in=(Stage.ACTIVE, Stage.FAULTY)
    )
    sights = [
        Sight(
            camera,
            distance_m(camera.point.x, camera.point.y, lon, lat),
            bearing_deg(camera.point.x, camera.point.y, lon, lat),
        )
        for camera in seen.select_related("agency", "snapshot")
    ]
    return sorted(sights, key=lambda sight: (sight.camera.stage != Stage.ACTIVE, sight.distance_m))
