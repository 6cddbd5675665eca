"""From the form of a step to its action."""

from collections.abc import Callable
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from fleet.vehicles.params import id_of
from incidents.actions.add_note import add_note
from incidents.actions.advance import advance
from incidents.actions.assign_vehicle import assign_vehicle
from incidents.actions.close import close
from incidents.actions.link_complaints import link_complaints, unlink_complaint
from incidents.actions.release_vehicle import release_vehicle
from incidents.actions.reopen import reopen
from incidents.errors import Missing
from incidents.forms import split_codes
from incidents.lifecycle import Act
from people.models import User

Taker = Callable[[str, User, QueryDict], object]


def take_step(act: Act, code: str, user: User, form: QueryDict) -> None:
    """Take ``act`` with what the form says. Raises what the action raises, Missing for a form without its version."""
    _TAKERS[act](code, user, form)


def _text(form: QueryDict) -> str:
    return form.get("text", "")


def _version(form: QueryDict) -> int:
    version = id_of(form.get("version", ""))
    if version is None:
        raise Missing(_("Load the page again; it is too old."), field="version")
    return version


def _advance(act: Act) -> Taker:
    return lambda code, user, form: advance(act, code, user, text=_text(form), version=_version(form))


_TAKERS: Final[dict[Act, Taker]] = {
    Act.CONFIRM: _advance(Act.CONFIRM),
    Act.CONTAIN: _advance(Act.CONTAIN),
    Act.RESUME: _advance(Act.RESUME),
    Act.CLOSE: lambda code, user, form: close(code, user, note=_text(form), version=_version(form)),
    Act.REOPEN: lambda code, user, form: reopen(code, user, reason=_text(form), version=_version(form)),
    Act.ADD_NOTE: lambda code, user, form: add_note(code, user, text=_text(form)),
    Act.ASSIGN_VEHICLE: lambda code, user, form: assign_vehicle(code, user, id_of(form.get("vehicle", ""))),
    Act.RELEASE_VEHICLE: lambda code, user, form: release_vehicle(code, user, id_of(form.get("vehicle", ""))),
    Act.LINK_COMPLAINT: lambda code, user, form: link_complaints(code, user, split_codes(form.get("complaint", ""))),
    Act.UNLINK_COMPLAINT: lambda code, user, form: unlink_complaint(code, user, form.get("complaint", "")),
}
