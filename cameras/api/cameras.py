"""Cameras over HTTP, for those who may view them."""

import math
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cameras.announce import changed_event
from cameras.coverage import cameras_seeing
from cameras.models import Camera, Stage
from cameras.selectors import camera_of, cameras_of, readable_events
from kit.errors import BadParameter
from layers.api.parameters import bounding_box, choice, read_query
from layers.geojson import collection, geometry_json
from people.access import Verb, require


@require_safe
def cameras(request: HttpRequest) -> JsonResponse:
    """A FeatureCollection of points; ``stage`` and ``bbox`` narrow it."""
    found = cameras_of(request.user)
    query = read_query(request, ("stage", "bbox"))
    if (stage := choice(query, "stage", Stage.values)) is not None:
        found = found.filter(stage=stage)
    if (box := bounding_box(query)) is not None:
        found = found.filter(point__coveredby=box)
    return JsonResponse(collection(_features(found)), content_type="application/geo+json")


@require_safe
def camera(request: HttpRequest, camera_id: int) -> JsonResponse:
    """One camera as a Feature, with the ground that it sees as ``view``."""
    found = camera_of(request.user, camera_id)
    read_query(request, ())
    return JsonResponse(_feature(found) | {"view": geometry_json(found.view)}, content_type="application/geo+json")


@require_safe
def seeing(request: HttpRequest) -> JsonResponse:
    """``?lon=&lat=``: the cameras that see the place, with distance in metres and the direction to the place."""
    require(request.user, Verb.CAMERA_VIEW)
    query = read_query(request, ("lon", "lat"))
    lon, lat = _degrees(query, "lon", 180), _degrees(query, "lat", 90)
    sights = [
        _properties(sight.camera)
        | {"distance_m": round(sight.distance_m, 1), "direction_deg": round(sight.bearing_deg, 1)}
        for sight in cameras_seeing(request.user, lon, lat)
    ]
    return JsonResponse({"cameras": sights})


def _features(cameras: Iterable[Camera]) -> list[dict[str, Any]]:
    """One camera whose row cannot be shown does not take the others with it."""
    rows = {camera.pk: camera for camera in cameras}
    return [_feature(rows[event.id]) for event in readable_events(rows.values())]


def _properties(camera: Camera) -> dict[str, Any]:
    return changed_event(camera).model_dump(mode="json")


def _feature(camera: Camera) -> dict[str, Any]:
    point = geometry_json(camera.point, decimals=7)
    return {"type": "Feature", "id": camera.pk, "properties": _properties(camera), "geometry": point}


def _degrees(query: dict[str, str], name: str, limit: float) -> float:
    try:
        value = float(query.get(name, ""))
    except ValueError:
        value = math.nan
    if not abs(value) <= limit:
        raise BadParameter(_('"%(name)s" must be given in degrees.') % {"name": name}, field=name)
    return value
