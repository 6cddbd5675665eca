"""Open an incident, by itself or from complaints that tell of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.intake.place import require_inside
from complaints.models import Complaint, Priority
from geo import gazetteer
from geo.position import read_position
from incidents.actions.link_complaints import locked_complaints, write_links
from incidents.actions.step import Entry, Step, record
from incidents.errors import Missing
from incidents.events import announce
from incidents.models import EntryKind, Incident, IncidentKind, State
from incidents.proposal import propose
from kit.text import checked
from people.access import Verb, require
from people.models import User

# Numbers are given one at a time, so that none is given twice and none is left out.
_NUMBERS: Final = 7_146_102
_NEXT: Final = """
SELECT coalesce(max(split_part(code, '-', 2)::int), 0) + 1 FROM incidents_incident WHERE code LIKE %s
"""


@dataclass(frozen=True)
class IncidentDraft:
    """An incident as somebody writes it down. Positions are WGS 84 degrees, as numbers or text; both or neither.

    ``confirmed`` False: a call tells of it, and nobody has seen it yet. ``form_token``: the same form sent again opens
    no second incident.
    """

    title: str
    kind: str
    priority: str = Priority.HIGH
    lon: object = None
    lat: object = None
    place: str = ""
    confirmed: bool = True
    form_token: UUID | None = None


def open_incident(user: User, draft: IncidentDraft, tracking_codes: Sequence[str] = ()) -> Incident:
    """Write the incident down and link the complaints. Raises Denied, BadInput (with its field), ComplaintNotFound.

    What ``draft`` leaves empty of title and place is taken from the first complaint.
    """
    require(user, Verb.INCIDENT_MANAGE)
    with transaction.atomic():
        complaints = locked_complaints(user, tracking_codes)
        incident = _checked(draft, complaints[0] if complaints else None)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBERS])
        known = Incident.objects.filter(form_token=draft.form_token).first() if draft.form_token else None
        if known is not None:
            return known
        incident.code = _next_code()
        incident.opened_by = user
        incident.save()
        taken = Step(incident, [Entry(EntryKind.OPENED)], {"title": incident.title, "kind": incident.kind})
        write_links(taken, complaints, user)
        record(taken, user, "incident.open", {"status": incident.state, "priority": incident.priority})
        announce(incident)
    return incident


def _checked(draft: IncidentDraft, first: Complaint | None) -> Incident:
    proposal = propose(first)
    title = checked(draft.title, longest=140, field="title") or proposal.title
    if not title:
        raise Missing(_("Say in a few words what happens."), field="title")
    if draft.kind not in IncidentKind.values:
        raise Missing(_("Choose what kind of incident it is."), field="kind")
    if draft.priority not in Priority.values:
        raise Missing(_("Choose the priority."), field="priority")
    position = read_position(draft.lon, draft.lat)
    if position is not None:
        require_inside(*position)
    else:
        position = proposal.position
    place = checked(draft.place, longest=200, field="place") or proposal.place
    if not place and position is not None:
        place = gazetteer.place_name(*position)[:200]
    now = timezone.now()
    return Incident(
        title=title,
        kind=draft.kind,
        priority=draft.priority,
        point=Point(*position, srid=4326) if position is not None else None,
        place=place,
        state=State.OPEN if draft.confirmed else State.REPORTED,
        opened_at=now,
        updated_at=now,
        form_token=draft.form_token,
    )


def _next_code() -> str:
    year = timezone.localdate().year
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [f"{year}-%"])
        row = cursor.fetchone()
    return f"{year}-{row[0]:04d}"
