"""The life of an incident: one table of what may follow what, who may do it, and what it needs.

Actions ask it before they write; pages ask it what to offer. No other place knows a way from one state to another.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.errors import StepNotAllowed
from incidents.models import Incident, State
from people.access import Verb, may
from people.models import User


class Act(models.TextChoices):
    """The steps. The label is what a button says."""

    CONFIRM = "confirm", _("Confirm the incident")
    ASSIGN_VEHICLE = "assign", _("Assign a vehicle")
    RELEASE_VEHICLE = "release", _("Release a vehicle")
    ADD_NOTE = "note", _("Add a note")
    LINK_COMPLAINT = "link", _("Link a complaint")
    UNLINK_COMPLAINT = "unlink", _("Unlink a complaint")
    CONTAIN = "contain", _("Mark as contained")
    RESUME = "resume", _("Not contained after all")
    CLOSE = "close", _("Close the incident")
    REOPEN = "reopen", _("Reopen")


class Need(Enum):
    """What a step cannot do without."""

    NOTE = "note"
    REASON = "reason"
    VEHICLE = "vehicle"
    COMPLAINT = "complaint"
    VEHICLES_RELEASED = "vehicles released"


@dataclass(frozen=True)
class Rule:
    """One row. ``target`` None leaves the state as it is."""

    act: Act
    sources: frozenset[State]
    target: State | None
    permission: Verb
    needs: frozenset[Need] = frozenset()


ACTIVE: Final = frozenset({State.REPORTED, State.OPEN, State.CONTAINED, State.REOPENED})
"""The centre still has something to do."""


def _row(act: Act, sources: frozenset[State] | set[State], target: State | None, *needs: Need) -> Rule:
    return Rule(act, frozenset(sources), target, Verb.INCIDENT_MANAGE, frozenset(needs))


_ROWS: Final = (
    _row(Act.CONFIRM, {State.REPORTED}, State.OPEN),
    _row(Act.ASSIGN_VEHICLE, ACTIVE, None, Need.VEHICLE),
    # From closed, too: rows that came from elsewhere must never be stuck.
    _row(Act.RELEASE_VEHICLE, frozenset(State), None, Need.VEHICLE),
    # What is learned after the end belongs to the record as well.
    _row(Act.ADD_NOTE, frozenset(State), None, Need.NOTE),
    _row(Act.LINK_COMPLAINT, frozenset(State), None, Need.COMPLAINT),
    _row(Act.UNLINK_COMPLAINT, ACTIVE, None, Need.COMPLAINT),
    _row(Act.CONTAIN, {State.OPEN, State.REOPENED}, State.CONTAINED),
    _row(Act.RESUME, {State.CONTAINED}, State.OPEN, Need.REASON),
    # From reported: it turned out that nothing happened.
    _row(Act.CLOSE, {State.REPORTED, State.CONTAINED}, State.CLOSED, Need.NOTE, Need.VEHICLES_RELEASED),
    _row(Act.REOPEN, {State.CLOSED}, State.REOPENED, Need.REASON),
)

TABLE: Final[dict[Act, Rule]] = {rule.act: rule for rule in _ROWS}


def rule_for(act: Act, state: State) -> Rule:
    """The row that allows ``act`` from ``state``. Raises StepNotAllowed."""
    rule = TABLE[act]
    if state not in rule.sources:
        raise StepNotAllowed
    return rule


def steps_now(user: User, incident: Incident) -> Iterator[Rule]:
    """The steps that ``user`` may take with ``incident`` as it stands, in the table's order."""
    for rule in TABLE.values():
        if State(incident.state) in rule.sources and may(user, rule.permission, incident):
            yield rule
