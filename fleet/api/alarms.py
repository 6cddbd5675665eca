"""``POST /api/v1/fleet/events/<id>/acknowledge``: somebody takes an alarm, with session and CSRF token."""

from typing import Annotated, Final, cast

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from pydantic import BaseModel, ConfigDict, StringConstraints

from fleet.events.actions.acknowledge_event import acknowledge_event
from fleet.models import MAX_NOTE
from kit.errors import BadParameter
from kit.json_body import read_json_request
from people.access import Verb, require
from people.models import User

_MOST_BYTES: Final = 16 * 1024
_MOST_VALUES: Final = 1_000


class Acknowledgement(BaseModel):
    """The body, all of which may be left out."""

    model_config = ConfigDict(extra="forbid", strict=True)

    note: Annotated[str, StringConstraints(max_length=MAX_NOTE)] = ""


@require_POST
def acknowledge(request: HttpRequest, event_id: int) -> JsonResponse:
    """``{"id", "acknowledged_at", "acknowledged_by", "note"}``: of whoever took it first, whoever asks."""
    require(request.user, Verb.EVENT_ACKNOWLEDGE)
    try:
        values = read_json_request(request, most_bytes=_MOST_BYTES, most_values=_MOST_VALUES, when_empty=b"{}")
        given = Acknowledgement.model_validate(values)
    except ValueError as error:
        raise BadParameter(_("The body is {} or has a note of at most 200 characters."), field="note") from error
    event = acknowledge_event(cast(User, request.user), event_id, note=given.note, request=request)
    return JsonResponse(
        {
            "id": event.pk,
            "acknowledged_at": event.acknowledged_at.isoformat() if event.acknowledged_at else None,
            "acknowledged_by": str(event.acknowledged_by) if event.acknowledged_by else None,
            "note": event.acknowledge_note,
        }
    )
