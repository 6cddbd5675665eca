"""An event in words: what happened, for how long, by how much."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fleet.events.kinds import UNPROVEN, EventKind
from fleet.models import PaperKind, VehicleEvent
from live import left_out

Text = str | Promise

SENTENCES: Final[Mapping[str, Text]] = {
    EventKind.ZONE_ENTERED: _("Entered “%(zone)s”."),
    EventKind.ZONE_LEFT: _("Left “%(zone)s”."),
    EventKind.ZONE_CROSSED: _("Crossed “%(zone)s” between two positions %(between)s apart, without one inside."),
    EventKind.ZONE_FORBIDDEN: _("Has been inside “%(zone)s” for %(duration)s, where it must not be at this hour."),
    EventKind.ZONE_ABSENT: _("Has been outside “%(zone)s” for %(duration)s, where it must be at this hour."),
    EventKind.DWELL: _("Has been in “%(zone)s” for %(duration)s without leaving."),
    EventKind.OVERSPEED: _("Up to %(top)s km/h for %(duration)s where %(limit)s km/h is the limit."),
    EventKind.HARSH_BRAKING: _("Braked harshly: %(rate)s."),
    EventKind.HARSH_ACCELERATION: _("Accelerated harshly: %(rate)s."),
    EventKind.HARSH_CORNERING: _("Cornered harshly, as the device reports."),
    EventKind.IGNITION_ON: _("Ignition switched on."),
    EventKind.IGNITION_OFF: _("Ignition switched off."),
    EventKind.IDLING: _("The engine has been running for %(duration)s without the vehicle moving."),
    EventKind.TOWING: _("Moves with the ignition off: %(metres)s m in %(duration)s. Towed, carried or stolen?"),
    EventKind.POWER_CUT: _("The tracker has lost its supply from the vehicle."),
    EventKind.POWER_RESTORED: _("The tracker has its supply from the vehicle again."),
    EventKind.JAMMING: _("The device reports that its signal is being jammed."),
    EventKind.TAMPER: _("The device reports tampering with itself or its antenna."),
    EventKind.ACCIDENT: _("The device reports a crash or a fall."),
    EventKind.SOS: _("Somebody in the vehicle asks for help (SOS)."),
    EventKind.SILENT: _("Nothing useful for %(duration)s: %(why)s"),
    EventKind.HEARD_AGAIN: _("Heard again after %(duration)s."),
    EventKind.OFF_DUTY: _("Driven outside duty hours for %(duration)s."),
    EventKind.OFF_AREA: _("Driven outside the agency's area for %(duration)s."),
    EventKind.WEEKEND_USE: _("Driven for %(duration)s on a day without duty hours."),
    EventKind.DRIVING_TOO_LONG: _("Driven for %(duration)s without a rest of %(rest)s; %(hours)s hours are allowed."),
    EventKind.DAILY_DRIVING: _("Driven for %(duration)s today; %(hours)s hours a day are allowed."),
    EventKind.PAPER_EXPIRES: _("%(paper)s is valid until %(date)s; days left: %(days)s."),
}
AT_ONCE: Final[Mapping[str, Text]] = {
    EventKind.ZONE_FORBIDDEN: _("Is inside “%(zone)s”, where it must not be at this hour."),
    EventKind.ZONE_ABSENT: _("Is outside “%(zone)s”, where it must be at this hour."),
    EventKind.DWELL: _("Stays in “%(zone)s”."),
    EventKind.OVERSPEED: _("Up to %(top)s km/h where %(limit)s km/h is the limit."),
    EventKind.IDLING: _("The engine is running without the vehicle moving."),
    EventKind.TOWING: _("Moves with the ignition off: %(metres)s m. Towed, carried or stolen?"),
    EventKind.OFF_DUTY: _("Driven outside duty hours."),
    EventKind.OFF_AREA: _("Driven outside the agency's area."),
    EventKind.WEEKEND_USE: _("Driven on a day without duty hours."),
}
"""What is said of an event that one position alone shows: it has lasted no time that could be told."""
ORIGIN_UNPROVEN: Final = _("Origin not proven: whoever knows the device's identity could have sent this.")
"""Said after the sentence of an event whose detail has ``UNPROVEN``."""
SILENCES: Final[Mapping[str, Text]] = {
    "parked": _("it was parked, and has not sent since."),
    "no_signal": _("it was driving, and has not been heard since. No signal, or switched off?"),
    "no_fix": _("it is heard, but sends no position."),
    "stuck": _("it sends the same position again and again while it moves. The receiver is stuck."),
    "tampered": _("it reported lost power or tampering before it fell silent."),
}
"""The kinds of silence, see ``fleet.detectors.silence``."""


def in_words(event: VehicleEvent) -> str:
    """One sentence or two, in the language of the page; the name of the kind where its detail cannot be read."""
    try:
        return words(event.kind, event.detail)
    except (TypeError, ValueError, ArithmeticError) as error:
        left_out.note("fleet.VehicleEvent", event.pk, error)
        return str(event.get_kind_display())


def beyond_the_kind(event: VehicleEvent, text: str) -> str:
    """``text``, the event's sentence; empty where it only repeats the name of the kind."""
    repeats = text.rstrip(".").casefold() == str(event.get_kind_display()).casefold()
    return "" if repeats else text


def words(kind: str, detail: Mapping[str, Any]) -> str:
    """As ``in_words``; what ``detail`` does not hold is shown as a dash."""
    sentence = AT_ONCE.get(kind) if _lasted_nothing(detail) else None
    sentence = sentence or SENTENCES.get(kind)
    text = kind if sentence is None else str(sentence) % _Values(detail)
    return f"{text} {ORIGIN_UNPROVEN}" if detail.get(UNPROVEN) else text


def _lasted_nothing(detail: Mapping[str, Any]) -> bool:
    seconds = detail.get("for_s")
    return seconds is not None and round(seconds) == 0


class _Values(dict[str, str]):
    """The values of a sentence, worked out when they are asked for."""

    def __init__(self, detail: Mapping[str, Any]) -> None:
        super().__init__()
        self._detail = detail

    def __missing__(self, name: str) -> str:
        detail = self._detail
        if name == "duration":
            return duration(detail.get("for_s"))
        if name == "between":
            return duration(detail.get("between_s"))
        if name == "rest":
            return duration(float(detail.get("rest_minutes", 0)) * 60)
        if name == "rate":
            if "mps2" in detail and not detail.get("by_device"):
                return gettext("%(rate)s m/s² between two positions") % {"rate": _number(abs(detail["mps2"]))}
            return gettext("as the device reports")
        if name == "why":
            return str(SILENCES.get(detail.get("why", ""), "–"))
        if name in {"top", "limit"}:
            return _number(detail.get(f"{name}_kmh"))
        if name == "paper":
            return str(dict(PaperKind.choices).get(detail.get("paper", ""), "–"))
        if name == "date" and "date" in detail:
            return date_format(date.fromisoformat(detail["date"]), "j F Y")
        if name == "hours":
            return _number(detail.get("hours"))
        return str(detail.get(name, "–"))


def duration(seconds: float | None) -> str:
    """Seconds as people say them: 45 s, 12 min, 3 h 05 min, 2 d 4 h."""
    if seconds is None:
        return "–"
    whole = round(seconds)
    if whole < 90:
        return gettext("%(n)s s") % {"n": whole}
    minutes = round(whole / 60)
    if minutes < 90:
        return gettext("%(n)s min") % {"n": minutes}
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return gettext("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": f"{minutes:02}"}
    days, hours = divmod(hours, 24)
    return gettext("%(days)s d %(hours)s h") % {"days": days, "hours": hours}


def _number(value: float | None) -> str:
    """A number with one decimal at most, with the comma or the point of the page's language."""
    if value is None:
        return "–"
    tenths = round(float(value), 1)
    return number_format(tenths, decimal_pos=0 if tenths.is_integer() else 1)
