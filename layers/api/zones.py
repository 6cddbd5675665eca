"""Zones over HTTP: public reading, and a planner's writing with session and CSRF token."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.errors import BadParameter
from kit.text import checked
from layers.actions.delete_zone import delete_zone
from layers.actions.draw_zone import Drawn, draw_zone
from layers.actions.edit_zone import edit_zone
from layers.actions.publish_zone import publish_zone
from layers.actions.restore_version import restore_version
from layers.actions.retire_zone import retire_zone
from layers.api.parameters import GEOMETRY, read_json, read_query
from layers.drafts import ZoneDraft, parse_draft
from layers.geojson import GEOJSON, draft_feature, iso, version_feature
from layers.selectors import public_version, public_version_id, versions_of, zone_for_planner
from people.access import Verb, require
from people.models import User


@require_http_methods(["POST"])
def zones(request: HttpRequest) -> HttpResponse:
    """Draw a zone: the body is a draft (see ``layers.drafts``)."""
    actor = _planner(request)
    with GEOMETRY.turn():
        drawn = draw_zone(actor, parse_draft(read_json(request)), request)
    return _drawn(drawn, 201)


@require_http_methods(["GET", "HEAD", "PUT"])
def zone(request: HttpRequest, zone_id: int) -> HttpResponse:
    """GET: the public version, full outline. PUT: save the working copy; the body is a draft with ``revision``."""
    if request.method == "PUT":
        actor = _planner(request)
        read_query(request, ())
        with GEOMETRY.turn():
            body = _body(request)
            revision = _revision(body)
            return _drawn(edit_zone(actor, zone_id, revision, _draft(body), request), 200)
    read_query(request, ())
    # A version never changes, so its number is all that a caller who has it needs to name.
    etag = f'"{public_version_id(zone_id)}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponse(status=304)
    else:
        response = JsonResponse(version_feature(public_version(zone_id)), content_type=GEOJSON)
    response.headers["ETag"] = etag
    patch_cache_control(response, public=True, max_age=5)
    return response


@require_safe
def zone_draft(request: HttpRequest, zone_id: int) -> HttpResponse:
    """The working copy, the public version's outline if there is one, and the history."""
    actor = _planner(request)
    working = zone_for_planner(actor, zone_id)
    versions = [
        {
            "number": version.number,
            "name": version.name,
            "published_at": iso(version.published_at),
            "published_by": str(version.published_by) if version.published_by is not None else None,
            "note": version.note,
            "area_m2": round(version.area_m2, 1),
        }
        for version in versions_of(actor, zone_id)
    ]
    public = version_feature(working.published) if working.published is not None else None
    return JsonResponse({"zone": draft_feature(working), "public": public, "versions": versions})


@require_safe
def zone_version(request: HttpRequest, zone_id: int, number: int) -> HttpResponse:
    """One version of the history, for a planner to look at."""
    actor = _planner(request)
    zone_for_planner(actor, zone_id)
    version = versions_of(actor, zone_id).defer(None).filter(number=number).first()
    if version is None:
        return JsonResponse(
            {"error": {"code": "zone_not_found", "message": _("There is no such version.")}}, status=404
        )
    return JsonResponse(version_feature(version), content_type=GEOJSON)


@require_POST
def zone_publish(request: HttpRequest, zone_id: int) -> HttpResponse:
    """Body: ``{"revision", "note"}``."""
    actor, body = _planner(request), _body(request)
    publish_zone(actor, zone_id, _revision(body), _reason(body, "note"), request)
    return JsonResponse({"zone": draft_feature(zone_for_planner(actor, zone_id))})


@require_POST
def zone_retire(request: HttpRequest, zone_id: int) -> HttpResponse:
    """Body: ``{"revision", "reason"}``."""
    actor, body = _planner(request), _body(request)
    retire_zone(actor, zone_id, _revision(body), _reason(body, "reason"), request)
    return JsonResponse({"zone": draft_feature(zone_for_planner(actor, zone_id))})


@require_POST
def zone_delete(request: HttpRequest, zone_id: int) -> HttpResponse:
    """Body: ``{"revision"}``. Delete a draft that was never published."""
    actor, body = _planner(request), _body(request)
    delete_zone(actor, zone_id, _revision(body), request)
    return JsonResponse({"deleted": zone_id})


@require_POST
def zone_restore(request: HttpRequest, zone_id: int) -> HttpResponse:
    """Body: ``{"revision", "number"}``."""
    actor, body = _planner(request), _body(request)
    number = body.get("number")
    if not isinstance(number, int) or isinstance(number, bool) or abs(number) > 2**31 - 1:
        raise BadParameter(_("Say which version to restore."), field="number")
    restored = restore_version(actor, zone_id, _revision(body), number, request)
    return JsonResponse({"zone": draft_feature(restored)})


def _planner(request: HttpRequest) -> User:
    require(request.user, Verb.ZONE_DRAW)
    return cast(User, request.user)


def _body(request: HttpRequest) -> dict[str, Any]:
    body = read_json(request)
    if not isinstance(body, dict):
        raise BadParameter(_("The body must be a JSON object."))
    return body


def _revision(body: dict[str, Any]) -> int:
    revision = body.get("revision")
    if not isinstance(revision, int) or isinstance(revision, bool):
        raise BadParameter(_("Say which revision of the zone was read."), field="revision")
    return revision


def _reason(body: dict[str, Any], name: str) -> str:
    """A note or reason of at most 300 characters. Raises BadInput, never cuts."""
    text = body.get(name, "")
    if not isinstance(text, str):
        raise BadParameter(_("A note or reason is a text."), field=name)
    return checked(text, longest=300, field=name)


def _draft(body: dict[str, Any]) -> ZoneDraft:
    return parse_draft({name: value for name, value in body.items() if name != "revision"})


def _drawn(drawn: Drawn, status: int) -> JsonResponse:
    repair = drawn.repair
    report = {"needed": repair.was_needed, "reason": repair.reason, "steps": list(repair.steps)}
    return JsonResponse({"zone": draft_feature(drawn.zone), "repair": report}, status=status)
