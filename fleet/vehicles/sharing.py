"""What somebody with a share link may see, and how often they may ask."""

from datetime import timedelta
from typing import Any, Final

from django.db.models import F
from django.utils import timezone

from fleet.errors import LinkOver, TooManyViews
from fleet.models import ShareLink
from fleet.vehicles.actions.share_vehicle import hash_of
from fleet.vehicles.freshness import LastHeard
from fleet.vehicles.selectors import with_latest
from fleet.vehicles.vehicle_list import seen_of
from kit import rate_limit

LOOKS_PER_MINUTE: Final = 240
"""From one address. A page asks 6 times a minute; many people may stand behind one address."""


def open_link(token: str, *, count: bool = False) -> ShareLink:
    """The link of ``token`` with its vehicle, while it works; ``count``: this is a view. Raises LinkOver."""
    now = timezone.now()
    found = ShareLink.objects.select_related("vehicle").filter(token_hash=hash_of(token), revoked_at=None)
    link = found.filter(expires_at__gt=now, vehicle__active=True).first()
    if link is None:
        raise LinkOver
    if count:
        ShareLink.objects.filter(pk=link.pk).update(views=F("views") + 1, last_view=now)
    return link


def count_look(address: str) -> None:
    """Count one request from ``address``, whatever its token. Raises TooManyViews above LOOKS_PER_MINUTE."""
    decision = rate_limit.allow("fleet.share", address, LOOKS_PER_MINUTE, timedelta(minutes=1))
    if not decision.allowed:
        raise TooManyViews(retry_after=decision.retry_after)


def position_of(link: ShareLink) -> dict[str, Any]:
    """``{"kind", "now", "expires_at", "latest": [time, lon, lat, speed, course, state] or None}``; times in seconds."""
    (seen_now,) = with_latest([link.vehicle])
    latest, now = seen_now.latest, timezone.now()
    place = None
    if latest is not None and latest.point is not None and latest.fix_time is not None:
        where = [latest.fix_time.timestamp(), latest.point.x, latest.point.y]
        place = [*where, latest.speed_mps, latest.course_deg, latest.state]
    condition = seen_of([link.vehicle_id]).get(link.vehicle_id, LastHeard()).condition(now)
    return {
        "kind": link.vehicle.kind,
        "condition": condition.value,
        "now": now.timestamp(),
        "expires_at": link.expires_at.timestamp(),
        "latest": place,
    }
