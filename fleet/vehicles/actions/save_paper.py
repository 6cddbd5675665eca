"""The papers of a vehicle: adding, renewing, removing."""

from datetime import date

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from fleet.models import PaperKind, Vehicle, VehiclePaper
from kit.dates import require_supported
from kit.errors import BadInput
from kit.text import storable
from people import audit
from people.access import Verb, require
from people.models import User


def save_paper(
    actor: User, vehicle: Vehicle, kind: str, expires_on: date, *, number: str = "", request: HttpRequest | None = None
) -> VehiclePaper:
    """The paper of that kind, new or renewed: a vehicle has one of each. Raises Denied, BadInput."""
    require(actor, Verb.VEHICLE_EDIT, vehicle)
    require_supported(expires_on, field="expires_on")
    number = number.strip()
    if kind not in PaperKind.values:
        raise BadInput(_("Choose which paper it is."), field="kind")
    if len(number) > 60 or not storable(number):
        raise BadInput(_("A number has at most 60 characters."), field="number")
    with transaction.atomic():
        before = VehiclePaper.objects.select_for_update().filter(vehicle=vehicle, kind=kind).first()
        paper, _new = VehiclePaper.objects.update_or_create(
            vehicle=vehicle, kind=kind, defaults={"number": number, "expires_on": expires_on}
        )
        was = before.expires_on.isoformat() if before is not None else None
        detail = {"kind": kind, "expires_on": [was, expires_on.isoformat()]}
        audit.record(actor, "paper.save", vehicle, detail, request)
    return paper


def remove_paper(
    actor: User, vehicle: Vehicle, paper_id: int, request: HttpRequest | None = None
) -> VehiclePaper | None:
    """Take a paper off the vehicle and return it as it was; None for one that is gone already. Raises Denied."""
    require(actor, Verb.VEHICLE_EDIT, vehicle)
    with transaction.atomic():
        paper = VehiclePaper.objects.select_for_update().filter(pk=paper_id, vehicle=vehicle).first()
        if paper is None:
            return None
        detail = {"kind": paper.kind, "number": paper.number, "expires_on": paper.expires_on.isoformat()}
        audit.record(actor, "paper.remove", vehicle, detail, request)
        paper.delete()
    return paper
