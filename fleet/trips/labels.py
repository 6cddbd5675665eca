"""Why a part of a trip began and ended, in the reader's language, point by point."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fleet.trips.fixes import SECOND_US
from fleet.trips.part import Code, Of

_TEXTS: Final[dict[Code, str | Promise]] = {
    Code.FIRST: gettext_lazy("the first position that is known of it"),
    Code.LAST_INSIDE: gettext_lazy("the last position where it stood"),
    Code.OUTSIDE: gettext_lazy("%(way)s away from where it stood"),
    Code.FAR_ENOUGH: gettext_lazy("%(way)s away, %(fixes)s in a row outside: it drives"),
    Code.TURNED_ON: gettext_lazy("the ignition went on, and soon after it drove off"),
    Code.WOKE: gettext_lazy("heard again after %(time)s, %(way)s from where it stood: it has just driven off"),
    Code.ARRIVED: gettext_lazy("the first position of the place where it stayed"),
    Code.STOOD: gettext_lazy("since %(time)s within %(way)s of it (%(fixes)s): it stands"),
    Code.TURNED_OFF: gettext_lazy("the ignition is off"),
    Code.STAYED_OFF: gettext_lazy("off for %(time)s, within %(way)s (%(fixes)s): it stands"),
    Code.TOO_SHORT: gettext_lazy("the %(way)s before are too short for a drive, or drift of the receiver"),
    Code.LAST_HEARD: gettext_lazy("the last position before the silence"),
    Code.HEARD_AGAIN: gettext_lazy("heard again after %(time)s, %(way)s from the last position"),
    Code.WANDERED: gettext_lazy("%(fixes)s up to %(way)s away did not lead away: taken for drift"),
    Code.SHIFTED: gettext_lazy("moved on by %(way)s, too little for a drive, and stood there"),
    Code.QUIET_HERE: gettext_lazy("silent for %(time)s, then heard again %(way)s from where it stood: it stayed"),
    Code.NEWEST: gettext_lazy("the newest position; not ended yet"),
    Code.TAKEN_OUT: gettext_lazy("no device is in the vehicle any more"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of an explanation: of which fix it speaks, and what it says."""

    of: Of
    at: datetime
    lon: float
    lat: float
    text: str

    @property
    def clock(self) -> str:
        """The fix's time as it is read in the region."""
        return format_date(timezone.localtime(self.at), "H:i:s")


def reasons(explanation: list[dict[str, Any]]) -> list[Reason]:
    """The lines of a trip's ``explanation``. What a newer version wrote and this one does not know is left out."""
    return [_reason(entry) for entry in explanation if entry.get("code") in set(Code)]


def length(seconds: float) -> str:
    """How long, as short as people say it."""
    whole = round(seconds)
    if whole < 60:
        return _("%(count)d s") % {"count": whole}
    minutes = whole // 60
    if minutes < 60:
        return _("%(count)d min") % {"count": minutes}
    return _("%(hours)d h %(minutes)d min") % {"hours": minutes // 60, "minutes": minutes % 60}


def way(metres: float) -> str:
    """How far: metres, or kilometres from one on."""
    return f"{number_format(round(metres), 0)} m" if metres < 1000 else f"{number_format(metres / 1000, 1)} km"


def _reason(entry: Mapping[str, Any]) -> Reason:
    count = entry.get("n") or 0
    words = {
        "time": length(entry.get("s") or 0),
        "way": way(entry.get("m") or 0),
        "fixes": ngettext("%(count)d position", "%(count)d positions", count) % {"count": count},
    }
    text = str(_TEXTS[Code(entry["code"])]) % words
    at = datetime.fromtimestamp(entry["us"] / SECOND_US, UTC)
    return Reason(Of(entry["of"]), at, entry["lon"], entry["lat"], text)
