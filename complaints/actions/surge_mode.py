"""Switching surge mode on and off: in a declared emergency thousands report from the same few addresses."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.models import SurgeMode
from kit.errors import BadInput, Conflict
from kit.text import checked
from people import audit
from people.access import Verb, require
from people.models import User

MOST_HOURS: Final = 72


def begin_surge(actor: User, *, reason: str, hours: int | None, request: HttpRequest | None = None) -> SurgeMode:
    """Raise the limits of intake for ``hours``, at most `MOST_HOURS`. Raises Denied, BadInput, Conflict if it is on."""
    require(actor, Verb.SURGE_SWITCH)
    text = checked(reason, longest=200, field="reason", required=True)
    if hours is None or not 1 <= hours <= MOST_HOURS:
        raise BadInput(_("Say for how many hours, from 1 to 72."), field="hours")
    now = timezone.now()
    with transaction.atomic():
        for running in SurgeMode.objects.select_for_update().filter(ended_at__isnull=True):
            if running.until > now:
                raise Conflict(_("Surge mode is on already. Switch it off first to give it another end."))
            running.ended_at = running.until
            running.save(update_fields=["ended_at"])
        surge = SurgeMode.objects.create(
            reason=text, started_by=actor, started_at=now, until=now + timedelta(hours=hours)
        )
        audit.record(actor, "surge_mode.begin", surge, {"reason": text, "hours": hours}, request)
    return surge


def end_surge(actor: User, request: HttpRequest | None = None) -> None:
    """End the surge mode that holds now; none is no error. Raises Denied."""
    require(actor, Verb.SURGE_SWITCH)
    with transaction.atomic():
        for running in SurgeMode.objects.select_for_update().filter(ended_at__isnull=True):
            running.ended_at = min(timezone.now(), running.until)
            running.ended_by = actor
            running.save(update_fields=["ended_at", "ended_by"])
            audit.record(actor, "surge_mode.end", running, {}, request)
