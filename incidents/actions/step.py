"""What all steps have in common: one transaction that checks, writes, records and announces."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise

from complaints.models import Complaint
from fleet.models import Vehicle
from incidents.errors import ChangedMeanwhile, IncidentNotFound, Missing
from incidents.events import agencies_of, announce
from incidents.lifecycle import TABLE, Act, Rule, rule_for
from incidents.models import EntryKind, Incident, IncidentEntry, State
from kit.text import checked
from people import audit
from people.access import Verb, require, which
from people.models import User

LONGEST_TEXT = 2000


@dataclass(frozen=True)
class Entry:
    """A line for the timeline, about a complaint or a vehicle where it names one."""

    kind: EntryKind
    text: str = ""
    complaint: Complaint | None = None
    vehicle: Vehicle | None = None


@dataclass
class Step:
    """A step being taken: the locked incident, and what the caller adds to its record."""

    incident: Incident
    entries: list[Entry] = field(default_factory=list)
    detail: dict[str, Any] = field(default_factory=dict)


@contextmanager
def step(act: Act, code: str, user: User, version: int | None = None) -> Iterator[Step]:
    """Take ``act`` with the incident ``code``; the body changes ``step.incident`` and adds entries; this does the rest.

    A complaint or vehicle that the body needs locked is locked before, in the same transaction: moving one to another
    agency locks it first and its incidents after (`incidents.events`). Raises Denied, IncidentNotFound,
    StepNotAllowed, and ChangedMeanwhile when ``version`` is given and no longer the incident's.
    """
    require(user, TABLE[act].permission)
    with transaction.atomic():
        incident = _locked(user, code)
        if version is not None and version != incident.version:
            raise ChangedMeanwhile
        rule = rule_for(act, State(incident.state))
        from_state, before = incident.state, agencies_of(incident)
        taken = Step(incident)
        yield taken
        _arrive(incident, rule)
        incident.save()
        record(taken, user, f"incident.{act.value}", {"from": from_state, "to": incident.state})
        announce(incident, before=before)


def record(taken: Step, user: User | None, action: str, detail: dict[str, Any]) -> None:
    """Write the timeline's entries and the audit entry of a step, in its transaction."""
    incident = taken.incident
    IncidentEntry.objects.bulk_create(
        IncidentEntry(
            incident=incident,
            time=incident.updated_at,
            author=user,
            kind=entry.kind,
            text=entry.text,
            complaint=entry.complaint,
            vehicle=entry.vehicle,
        )
        for entry in taken.entries
    )
    audit.record(user, action, incident, {**detail, **taken.detail})


def required(text: str, name: str, message: str | Promise) -> str:
    """``text`` as the timeline stores it. Raises Missing for the field ``name`` when nothing is left, and BadInput."""
    found = checked(text, longest=LONGEST_TEXT, field=name)
    if not found:
        raise Missing(message, field=name)
    return found


def _locked(user: User, code: str) -> Incident:
    incidents = which(user, Verb.INCIDENT_VIEW, Incident.objects.all())
    incident = incidents.select_for_update(of=("self",), no_key=True).filter(code=code).first()
    if incident is None:
        raise IncidentNotFound
    return incident


def _arrive(incident: Incident, rule: Rule) -> None:
    incident.updated_at = timezone.now()
    # A note takes nothing back of what another person reads on the page, so a step decided before it still holds.
    if rule.act is not Act.ADD_NOTE:
        incident.version += 1
    if rule.target is None:
        return
    incident.state = rule.target
    incident.closed_at = incident.updated_at if rule.target == State.CLOSED else None
    if rule.target != State.CLOSED:
        incident.closing_note = ""
