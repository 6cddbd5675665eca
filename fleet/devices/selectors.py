"""Devices that a user may see, registered and unknown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import Length

from fleet import errors
from fleet.devices.frame_labels import frame_words
from fleet.devices.quarantine_reasons import QuarantineReason
from fleet.devices.reason_labels import in_words
from fleet.models import (
    Device,
    DeviceAssignment,
    Quarantine,
)
from people.access import Verb, require, which
from people.access.policy import Actor

MAX_SHOWN_BYTES: Final = 8192
"""Of a frame that is decoded to be shown; a larger one is decoded only to be stored."""

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


def devices_for(user: Actor, *, text: str = "") -> QuerySet[Device]:
    """Devices with state and vehicle, by label; ``text`` is a part of label, vehicle or identity.

    Raises Denied.
    """
    require(user, Verb.DEVICE_CLAIM)
    found = which(user, Verb.DEVICE_CLAIM, Device.objects.select_related("state", "vehicle"))
    if text:
        named = Q(label__icontains=text) | Q(vehicle__name__icontains=text) | Q(vehicle__plate__icontains=text)
        # Searching inside a secret identity would tell it sign by sign.
        found = found.filter(named | Q(identity__icontains=text, secret_identity=False))
    return found.order_by("label", "identity", "id")


def device_for(user: Actor, device_id: int) -> Device:
    """One device with its state. Raises Denied, UnknownDevice."""
    require(user, Verb.DEVICE_CLAIM)
    found = which(user, Verb.DEVICE_CLAIM, Device.objects.select_related("state", "vehicle__agency"))
    device = found.filter(pk=device_id).first()
    if device is None:
        raise errors.UnknownDevice
    return device


def stays_of(device: Device) -> list[DeviceAssignment]:
    """Which vehicles the device was in, newest first."""
    return list(DeviceAssignment.objects.filter(device=device).select_related("vehicle").order_by("-id"))
