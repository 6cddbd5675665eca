"""One row of a foreign list, read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.contrib.gis.geos import Point
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.intake.mapping import IMPORTABLE, Mapping
from complaints.models import Status
from complaints.models.status import ENDED
from geo.position import read_position
from kit.dates import require_supported
from kit.errors import BadInput
from kit.text import checked

_TRUE: Final = frozenset({"y", "yes", "ya", "true", "1"})
_CLOCK_DIFFERENCE: Final = timedelta(days=1)
_LENGTHS: Final = {"external_id": 80, "category": 120, "title": 140, "description": 5000, "agency": 60, "status": 200}


@dataclass(frozen=True)
class ForeignComplaint:
    """What a row says, in our words; the position is WGS 84 or unknown. ``agency`` is a code, empty if not named."""

    external_id: str
    category: str
    title: str
    description: str
    created_at: datetime
    ended_at: datetime | None
    status: Status
    foreign_status: str
    point: Point | None
    anonymous: bool
    agency: str


def read_row(row: dict[str, str], mapping: Mapping) -> ForeignComplaint:
    """The complaint in ``row``. Raises BadInput; nothing is ever cut to fit."""
    external_id = _text(row, mapping, "external_id", required=True)
    category = _text(row, mapping, "category", required=True)
    foreign_status = _text(row, mapping, "status", required=True)
    status = _status(foreign_status, mapping)
    created_at = _moment(_text(row, mapping, "created", required=True), mapping, "created")
    ended_at = None
    if status in ENDED:
        closed = _text(row, mapping, "closed")
        # Some lists round the end down to midnight, before the beginning.
        ended_at = max(_moment(closed, mapping, "closed"), created_at) if closed else created_at
    position = read_position(mapping.value(row, "lon"), mapping.value(row, "lat"))
    return ForeignComplaint(
        external_id=external_id,
        category=category,
        title=_text(row, mapping, "title") or category,
        description=_text(row, mapping, "description"),
        created_at=created_at,
        ended_at=ended_at,
        status=status,
        foreign_status=foreign_status,
        point=Point(*position, srid=4326) if position else None,
        anonymous=mapping.value(row, "anonymous").lower() in _TRUE,
        agency=_text(row, mapping, "agency"),
    )


def _text(row: dict[str, str], mapping: Mapping, name: str, *, required: bool = False) -> str:
    try:
        value = checked(mapping.value(row, name), longest=_LENGTHS.get(name, 60), field=name)
    except BadInput as error:
        raise BadInput(f"{getattr(mapping, name) or name}: {error}", field=name) from None
    if required and not value:
        raise BadInput(_("%(column)s is empty.") % {"column": getattr(mapping, name) or name}, field=name)
    return value


def _status(foreign: str, mapping: Mapping) -> Status:
    if foreign in mapping.statuses:
        return mapping.statuses[foreign]
    if foreign in IMPORTABLE:
        return Status(foreign)
    text = _("The status “%(status)s” has no counterpart in the mapping's statuses.")
    raise BadInput(text % {"status": foreign[:60]}, field="status")


def _moment(text: str, mapping: Mapping, name: str) -> datetime:
    try:
        # Naive unless the form has %z; the mapping's zone is added below.
        moment = datetime.strptime(text, mapping.date_format)  # noqa: DTZ007
    except ValueError:
        message = _("“%(text)s” is not a time of the form %(form)s.")
        raise BadInput(message % {"text": text[:40], "form": mapping.date_format}, field=name) from None
    require_supported(moment, field=name)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(mapping.time_zone))
    require_supported(moment, field=name)
    if moment > timezone.now() + _CLOCK_DIFFERENCE:
        raise BadInput(_("“%(text)s” lies in the future.") % {"text": text[:40]}, field=name)
    return moment
