"""What a user may see of the fleet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from fleet.errors import UnknownAgency, UnknownVehicle
from fleet.frame_words import frame_words
from fleet.models import DepartedFix, Device, DeviceAssignment, DeviceState, Position, Quarantine, Vehicle
from fleet.quarantine_reason import QuarantineReason
from fleet.reason_text import in_words
from people.access import Verb, in_centre, may, require, which
from people.access.policy import Actor
from people.models import Agency

PAGE: Final = 1000
"""Positions of one answer."""
MAX_SHOWN_BYTES: Final = 8192
"""Of a frame that is decoded to be shown; a larger one is decoded only to be stored."""


@dataclass(frozen=True)
class VehicleNow:
    """A vehicle and its latest believed fix, if there was one."""

    vehicle: Vehicle
    latest: DeviceState | DepartedFix | None


@dataclass(frozen=True)
class After:
    """The last position of the page before: where the next one begins."""

    fix_time: datetime
    device_id: int
    content: int


@dataclass(frozen=True)
class UnknownDevice:
    """Frames that wait in quarantine under one identity; the texts are in the reader's language."""

    identity: str
    device: Device | None
    """The registered device that the frames name; its identity may be a secret."""
    frame: int
    reason: str
    reason_text: str
    detail: str
    says: Sequence[str]
    """What the latest frame says to the decoders of today; empty where it is too large to be shown."""
    protocol: str
    remote: str
    frames: int
    received: int
    first_arrival: datetime
    last_arrival: datetime

    @property
    def claimable(self) -> bool:
        """Whether saying whose it is would help."""
        return self.reason == QuarantineReason.UNKNOWN_DEVICE and bool(self.identity)


def vehicles_for(user: Actor, *, text: str = "", active: bool = True) -> QuerySet[Vehicle]:
    """The vehicles in use (or out of it) that the user may see, those that contain ``text`` in name or plate."""
    vehicles = which(user, Verb.VEHICLE_VIEW, Vehicle.objects.filter(active=active)).select_related("agency")
    if text:
        vehicles = vehicles.filter(Q(name__icontains=text) | Q(plate__icontains=text))
    return vehicles


def vehicle_for(user: Actor, vehicle_id: int) -> Vehicle:
    """One vehicle. Raises UnknownVehicle also for one that the user may not see, in the same words."""
    vehicle = which(user, Verb.VEHICLE_VIEW, Vehicle.objects.select_related("agency")).filter(pk=vehicle_id).first()
    if vehicle is None:
        raise UnknownVehicle(_not_among(user))
    return vehicle


def agency_for(user: Actor, verb: Verb, agency_id: int) -> Agency:
    """The agency that a list is narrowed to. Raises UnknownAgency also for one whose things the user may not see."""
    agency = Agency.objects.filter(pk=agency_id).first()
    if agency is None or not may(user, verb, Vehicle(agency=agency)):
        raise UnknownAgency(_not_of(user), field="agency")
    return agency


def _not_of(user: Actor) -> str | None:
    """The only agency that somebody of one may name; None for who sees them all."""
    agency = getattr(user, "agency", None)
    if agency is None or in_centre(user):
        return None
    text = _(
        "There is no such agency among those that are yours to see: that is %(agency)s (%(id)s) alone. Leave the "
        "filter out, or ask the centre for what belongs to others."
    )
    return text % {"agency": agency, "id": agency.pk}


def _not_among(user: Actor) -> str | None:
    """What somebody of an agency may see, and whom to ask for more; None for who sees every vehicle."""
    agency = getattr(user, "agency", None)
    if agency is None or in_centre(user):
        return None
    text = _("There is no such vehicle among those of %(agency)s, which are yours to see. For others, ask the centre.")
    return text % {"agency": agency}


def with_latest(vehicles: Sequence[Vehicle]) -> list[VehicleNow]:
    """The vehicles with their latest fixes: three queries, however many there are."""
    ids = [vehicle.pk for vehicle in vehicles]
    latest: dict[int | None, DeviceState | DepartedFix] = {
        fix.vehicle_id: fix for fix in DepartedFix.objects.filter(vehicle__in=ids)
    }
    for state in DeviceState.objects.filter(vehicle__in=ids, fix_time__isnull=False):
        known = latest.get(state.vehicle_id)
        if known is None or (state.fix_time is not None and state.fix_time > known.fix_time):  # type: ignore[operator]
            latest[state.vehicle_id] = state
    return [VehicleNow(vehicle, latest.get(vehicle.pk)) for vehicle in vehicles]


def in_order(ids: Sequence[int]) -> list[VehicleNow]:
    """The vehicles of ``ids``, in that order, with their agencies and latest fixes; whoever asks has chosen the ids."""
    found = Vehicle.objects.select_related("agency").in_bulk(list(ids))
    return with_latest([found[pk] for pk in ids if pk in found])


def positions_of(
    vehicle: Vehicle,
    since: datetime,
    until: datetime,
    *,
    after: After | None = None,
    limit: int = PAGE,
    marked: bool = True,
) -> list[Position]:
    """Positions with ``since <= fix_time < until``, oldest first; without ``marked``, believed ones alone.

    By the devices that were ever in the vehicle, so that the primary key is the only index that the table needs.
    """
    devices = list(DeviceAssignment.objects.filter(vehicle=vehicle).values_list("device_id", flat=True).distinct())
    found = Position.objects.filter(device__in=devices, vehicle=vehicle, fix_time__gte=since, fix_time__lt=until)
    if not marked:
        found = found.filter(marks=0)
    if after is not None:
        same_time = Q(fix_time=after.fix_time) & (
            Q(device__gt=after.device_id) | Q(device=after.device_id, content__gt=after.content)
        )
        found = found.filter(Q(fix_time__gt=after.fix_time) | same_time).filter(fix_time__gte=after.fix_time)
    return list(found.order_by("fix_time", "device", "content")[:limit])


def newest_positions(vehicle: Vehicle, since: datetime, until: datetime, *, limit: int) -> list[Position]:
    """The last ``limit`` positions with ``since <= fix_time < until``, newest first, marked ones among them."""
    devices = list(DeviceAssignment.objects.filter(vehicle=vehicle).values_list("device_id", flat=True).distinct())
    found = Position.objects.filter(device__in=devices, vehicle=vehicle, fix_time__gte=since, fix_time__lt=until)
    return list(found.order_by("-fix_time", "device", "content")[:limit])


def unknown_devices(user: Actor, *, limit: int = 200) -> list[UnknownDevice]:
    """Open quarantine by identity and reason, the latest first. Raises Denied."""
    require(user, Verb.QUARANTINE_VIEW)
    rows = (
        Quarantine.objects.filter(resolved_at=None)
        .values("identity", "reason")
        .annotate(
            frames=Count("id"),
            last=Max("last_arrival"),
            first=Min("arrival"),
            newest=Max("id"),
            received=Sum("count"),
        )
        .order_by("-last")[:limit]
    )
    ids = [row["newest"] for row in rows]
    newest = Quarantine.objects.defer("raw").in_bulk(ids)
    small = Quarantine.objects.filter(pk__in=ids).annotate(size=Length("raw")).filter(size__lte=MAX_SHOWN_BYTES)
    raw = {pk: bytes(content) for pk, content in small.values_list("pk", "raw")}
    named = {row["identity"] for row in rows}
    devices = {device.identity: device for device in Device.objects.filter(identity__in=named)}
    return [_unknown(row, newest[row["newest"]], raw.get(row["newest"]), devices.get(row["identity"])) for row in rows]


_COUNT_SENDERS: Final = """
    WITH RECURSIVE sender AS (
        (SELECT identity FROM fleet_quarantine WHERE resolved_at IS NULL ORDER BY identity LIMIT 1)
        UNION ALL
        SELECT (
            SELECT identity FROM fleet_quarantine
            WHERE resolved_at IS NULL AND identity > sender.identity ORDER BY identity LIMIT 1
        ) FROM sender WHERE sender.identity IS NOT NULL
    )
    SELECT count(*) FROM (SELECT 1 FROM sender WHERE identity IS NOT NULL LIMIT %s) AS bounded
"""
"""Steps from one identity to the next in the index `quarantine_open`: the cost is that of the senders, not of their
frames, of which there may be half a million."""


def count_unknown_senders(user: Actor, *, limit: int) -> int:
    """How many identities have open frames in quarantine, ``limit`` at most. Raises Denied."""
    require(user, Verb.QUARANTINE_VIEW)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_SENDERS, [limit])
        return int(cursor.fetchone()[0])


def waits_to_be_stored(identity: str) -> bool:
    """Whether frames of a device that is known now are still to be stored."""
    waiting = Quarantine.objects.filter(identity=identity, resolved_at=None, reason=QuarantineReason.UNKNOWN_DEVICE)
    return waiting.exists()


def _unknown(row: Mapping[str, Any], newest: Quarantine, raw: bytes | None, device: Device | None) -> UnknownDevice:
    frame = (newest.identity, newest.arrival, newest.transport)
    return UnknownDevice(
        identity=newest.identity if device is None else device.shown_identity,
        device=device,
        frame=newest.pk,
        reason=newest.reason,
        reason_text=newest.get_reason_display(),
        detail=in_words(newest.detail),
        says=frame_words(newest.protocol, raw, *frame) if raw is not None else (),
        protocol=newest.protocol,
        remote=newest.remote,
        frames=row["frames"],
        received=row["received"],
        first_arrival=row["first"],
        last_arrival=row["last"],
    )
