"""Create or change an agency: what it is called, where it answers, whether it receives anything new."""

from dataclasses import asdict, dataclass, replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from kit.errors import BadInput
from people import audit
from people.access import Verb, require
from people.area_codes import typed_area_code
from people.models import Agency, User


@dataclass(frozen=True)
class AgencyDetails:
    """What an administrator says of an agency. ``area_code`` is a Kemendagri code; empty means the whole region."""

    code: str
    name: str
    name_en: str = ""
    short_name: str = ""
    area_code: str = ""
    phone: str = ""
    email: str = ""
    active: bool = True


def save_agency(
    actor: User, details: AgencyDetails, agency: Agency | None = None, request: HttpRequest | None = None
) -> Agency:
    """Write ``details`` into ``agency``, or into a new one. Raises Denied, and BadInput with the field at fault.

    There is no deleting: what an agency has done stays under its name. Switched off, it receives nothing new.
    """
    require(actor, Verb.AGENCY_EDIT)
    details = replace(details, area_code=typed_area_code(details.area_code))
    target = agency or Agency()
    before = _face(target) if agency is not None else None
    for name, value in asdict(details).items():
        setattr(target, name, value)
    try:
        target.full_clean()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise BadInput(messages[0], field=field) from error
    with transaction.atomic():
        target.save()
        changes = {"before": before, "after": _face(target)}
        audit.record(actor, "agency.change" if agency else "agency.create", target, changes, request)
    return target


def _face(agency: Agency) -> dict[str, object]:
    return {name: getattr(agency, name) for name in AgencyDetails.__dataclass_fields__}
