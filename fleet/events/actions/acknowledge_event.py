"""Somebody takes an alarm: it leaves every wall."""

from collections.abc import Sequence

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fleet.errors import UnknownEvent
from fleet.events.event_types import VehicleEventRemoved
from fleet.models import MAX_NOTE, VehicleEvent
from kit.errors import BadInput
from kit.severity import Severity
from kit.text import storable
from live.audiences import audiences_of
from live.publish import publish
from people import audit
from people.access import Verb, require
from people.models import User


def acknowledge_event(
    actor: User, event_id: int, *, note: str = "", request: HttpRequest | None = None
) -> VehicleEvent:
    """Take the alarm; whoever takes it again gets it as the first one left it. Raises Denied, UnknownEvent, BadInput.

    An alarm that the clock has hidden can still be taken: it is gone from the walls already.
    """
    require(actor, Verb.EVENT_ACKNOWLEDGE)
    note = note.strip()
    if len(note) > MAX_NOTE or not storable(note):
        raise BadInput(_("A note has at most 200 characters."), field="note")
    with transaction.atomic():
        alarms = VehicleEvent.objects.filter(live=True, severity__gte=Severity.WARNING)
        event = alarms.select_for_update().filter(pk=event_id).first()
        if event is None:
            raise UnknownEvent
        if event.acknowledged_at is not None:
            return event
        was_shown, event.shown = event.shown, False
        event.acknowledged_at, event.acknowledged_by, event.acknowledge_note = timezone.now(), actor, note
        event.save(update_fields=["shown", "acknowledged_at", "acknowledged_by", "acknowledge_note"])
        detail = {"kind": event.kind, "vehicle": event.vehicle_id, "note": note}
        audit.record(actor, "event.acknowledge", event, detail, request)
        if was_shown:
            publish(VehicleEventRemoved(id=event.pk), audiences_of(event.agency_id))
    return event


def acknowledge_events(actor: User, event_ids: Sequence[int], *, note: str, request: HttpRequest | None = None) -> int:
    """Take these alarms with one note, all or none; those that are gone are passed over.

    Returns how many there were. Raises Denied, BadInput.
    """
    require(actor, Verb.EVENT_ACKNOWLEDGE)
    count = 0
    with transaction.atomic():
        # In the order of their ids, so that two people who take the same alarms do not wait for each other.
        for event_id in sorted(set(event_ids)):
            try:
                acknowledge_event(actor, event_id, note=note, request=request)
            except UnknownEvent:
                continue
            count += 1
    return count
