"""`{% load navigation %}{% navigation %}`: the pages that this user may open, for the header."""

from typing import NamedTuple

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.access import Verb, may

register = template.Library()


class Place(NamedTuple):
    """A page of the header: where it is, what it is called, and the permission that opens it."""

    path: str
    title: str | Promise
    icon: str
    verb: Verb | None


PLACES = (
    Place("/wall/", _("Wall"), "map", Verb.WALL_VIEW),
    Place("/desk/", _("Desk"), "file-text", Verb.DESK_VIEW),
    Place("/incidents/", _("Incidents"), "siren", Verb.INCIDENT_VIEW),
    Place("/field/", _("My tasks"), "file-text", Verb.FIELD_VIEW),
    Place("/fleet/", _("Vehicles"), "truck", Verb.VEHICLE_VIEW),
    Place("/cameras/", _("Cameras"), "cctv", Verb.CAMERA_VIEW),
    Place("/planner/", _("Planner"), "hexagon", Verb.ZONE_DRAW),
    Place("/desk/categories/", _("Categories"), "list", Verb.CATEGORY_EDIT),
    Place("/people/", _("People"), "users", Verb.USER_EDIT),
    Place("/people/changes/", _("Account changes"), "user-plus", Verb.USER_CONFIRM),
    Place("/audit/", _("Audit trail"), "history", Verb.AUDIT_VIEW),
)

CITIZEN_PLACES = (
    Place("/", _("Home"), "house", None),
    Place("/pengaduan/", _("Make a complaint"), "send", None),
)


def places_of(user: object) -> tuple[Place, ...]:
    """The pages that `user` may open; a visitor's are the portal's own."""
    own = tuple(place for place in PLACES if place.verb and may(user, place.verb))  # type: ignore[arg-type]
    return own or CITIZEN_PLACES


@register.inclusion_tag("frontend/parts/navigation.html", takes_context=True)
def navigation(context: Context) -> dict[str, object]:
    """The header's links: the pages this user may open, and the one that is open now."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return {"places": CITIZEN_PLACES, "here": ""}
    path = request.path
    places = places_of(getattr(request, "user", None))
    above = [place.path for place in places if place.path != "/" and path.startswith(place.path)]
    here = max(above, key=len, default=path)
    return {"places": places, "here": here}
