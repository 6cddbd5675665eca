"""Looking for devices that have fallen silent, and for those that are back."""

import logging
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from fleet.detectors import state_bits
from fleet.detectors.base import VehicleRules
from fleet.detectors.settings import Silence
from fleet.detectors.silence import Heard, Verdict, is_back, judge
from fleet.events.actions.raise_event import Finding, raise_event
from fleet.events.kinds import EventKind
from fleet.models import DeviceState
from fleet.models.silence import SilentDevice
from fleet.pipeline.clock import microseconds, moment
from fleet.rules.ingest_liveness import alive_since
from fleet.rules.kinds import RuleKind
from fleet.rules.loader import load
from fleet.rules.ruleset import Ruleset
from kit.severity import Severity

logger = logging.getLogger(__name__)

_AT_ONCE: Final = 500


def look_for_silence(now: datetime | None = None) -> int:
    """Judge every device in a vehicle in use; returns how many events were raised."""
    at = now or timezone.now()
    listening = alive_since(at)
    ruleset = load(with_zones=False)
    states = _states()
    raised = 0
    for state in states.iterator(chunk_size=_AT_ONCE):
        try:
            raised += _judge(state, ruleset, at, listening)
        except Exception:
            # What is wrong with one device must not hide the silence of those behind it.
            logger.exception("whether device %d is silent cannot be said", state.pk)
    return raised


def _states() -> QuerySet[DeviceState]:
    return (
        DeviceState.objects.filter(device__vehicle__active=True, last_contact__isnull=False)
        .select_related("device__vehicle", "device__silence")
        .order_by("device_id")
    )


def _judge(state: DeviceState, ruleset: Ruleset, now: datetime, listening: datetime) -> int:
    vehicle = state.device.vehicle
    if vehicle is None:
        return 0
    rules: VehicleRules = ruleset.rules_of(vehicle.pk, vehicle.agency_id or 0)
    applied = next(iter(rules.of(RuleKind.SILENCE)), None)
    silent: SilentDevice | None = getattr(state.device, "silence", None)
    if applied is None and silent is None:
        return 0
    # A silence that was told of has its end, too, when the rule was switched off meanwhile.
    settings: Silence = Silence() if applied is None else applied.settings
    heard = _heard(state)
    verdict = judge(heard, microseconds(now), settings, microseconds(listening))
    if silent is None:
        return 0 if verdict is None or applied is None else _fell_silent(state, verdict, applied.severity)
    if verdict is not None:
        return _still_silent(silent, verdict)
    return _heard_from(state, silent, heard, settings)


def _heard(state: DeviceState) -> Heard:
    contact = microseconds(state.last_contact) if state.last_contact else 0
    bits = state.state
    ignition = bool(bits & state_bits.IGNITION_ON) if bits & state_bits.IGNITION_KNOWN else None
    memory = state.detectors or {}
    tampered = bool(memory.get("power") or memory.get("tampering"))
    fix = microseconds(state.fix_time) if state.fix_time else contact
    return Heard(contact, fix, bool(bits & state_bits.MOVING), ignition, tampered)


def _fell_silent(state: DeviceState, verdict: Verdict, severity: int) -> int:
    vehicle = state.device.vehicle
    if vehicle is None:
        return 0
    since, due = moment(verdict.since_us), moment(verdict.due_us)
    detail = {"why": verdict.why, "for_s": round((due - since).total_seconds())}
    with transaction.atomic():
        SilentDevice.objects.get_or_create(device_id=state.pk, defaults={"why": verdict.why, "since": since})
        found = Finding(EventKind.SILENT, severity, vehicle, due, since, state.pk, 0, state.point, detail)
        return int(raise_event(found) is not None)


def _still_silent(silent: SilentDevice, verdict: Verdict) -> int:
    if silent.heard_since is not None:
        SilentDevice.objects.filter(pk=silent.pk).update(heard_since=None)
    return 0


def _heard_from(state: DeviceState, silent: SilentDevice, heard: Heard, settings: Silence) -> int:
    """A sign of life begins the time after which it counts as back; flickering never gets that far."""
    vehicle = state.device.vehicle
    if vehicle is None or state.last_contact is None:
        return 0
    if silent.heard_since is None:
        SilentDevice.objects.filter(pk=silent.pk).update(heard_since=state.last_contact)
        return 0
    if not is_back(heard, microseconds(silent.heard_since), settings):
        return 0
    detail = {"for_s": round((silent.heard_since - silent.since).total_seconds())}
    with transaction.atomic():
        SilentDevice.objects.filter(pk=silent.pk).delete()
        found = Finding(
            EventKind.HEARD_AGAIN, Severity.NOTE, vehicle, silent.heard_since, silent.since, state.pk, 0,
            state.point, detail,
        )  # fmt: skip
        return int(raise_event(found) is not None)
