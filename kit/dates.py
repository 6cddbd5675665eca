"""The range of dates that the product supports, and how a date or time from outside is read.

Python and PostgreSQL disagree about what lies far outside it: adding a time zone to the year 1 or 9999 raises, and
PostgreSQL holds dates that Python cannot read. Every date from outside is therefore checked here, and columns that
hold one have a database constraint (`in_range`).
"""

from datetime import UTC, date, datetime, tzinfo
from typing import Annotated, Final, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, F, Func, Q
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from pydantic import AfterValidator

from kit.errors import BadInput

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2200
FIRST_DAY: Final = date(FIRST_YEAR, 1, 1)
LAST_DAY: Final = date(LAST_YEAR, 12, 31)
FIRST_MOMENT: Final = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
LAST_MOMENT: Final = datetime(LAST_YEAR, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)

_DateT = TypeVar("_DateT", date, datetime)


def is_supported(value: date | datetime) -> bool:
    """Whether a date, or a time (a naive one counts as UTC), lies from 1900 to 2200."""
    if isinstance(value, datetime):
        moment = value if value.tzinfo is not None else value.replace(tzinfo=UTC)
        return FIRST_MOMENT <= moment <= LAST_MOMENT
    return FIRST_DAY <= value <= LAST_DAY


def check_supported(value: date | datetime) -> None:
    """A validator of model and form fields; raises django's ValidationError outside the range."""
    if not is_supported(value):
        raise ValidationError(_out_of_range(), code="date_out_of_range")


def require_supported(value: date | datetime, *, field: str | None = None) -> None:
    """Raise BadInput outside the range."""
    if not is_supported(value):
        raise BadInput(_out_of_range(), field=field)


def in_range(column: str) -> Q:
    """The condition of a CheckConstraint: the date or time in ``column`` is null or lies from 1900 to 2200."""
    return Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__gte": FIRST_DAY, f"{column}__lte": LAST_DAY})


def moments_in_range(column: str) -> Q:
    """As `in_range`, for a column with date and time."""
    return Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__gte": FIRST_MOMENT, f"{column}__lte": LAST_MOMENT})


def finite(*columns: str) -> Q:
    """The condition of a CheckConstraint: no date or time in ``columns`` is infinite, which Python cannot read.

    For times that devices send: these may lie outside the supported range.
    """
    condition = Q()
    for column in columns:
        condition &= Q(Func(F(column), function="isfinite", output_field=BooleanField()))
    return condition


def read_day(text: str, *, field: str | None = None) -> date | None:
    """A day written as ``2026-11-22``; None for an empty text. Raises BadInput."""
    text = text.strip()
    if not text:
        return None
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise BadInput(_("The date cannot be read; write it as 2026-11-22."), field=field)
    require_supported(day, field=field)
    return day


def read_moment(text: str, *, zone: tzinfo | None = None, field: str | None = None) -> datetime | None:
    """An ISO 8601 date and time; None for an empty text.

    Without an offset it counts in ``zone``, by default the region's. Raises BadInput.
    """
    text = text.strip()
    if not text:
        return None
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise BadInput(_("The time cannot be read; write it as 2026-11-22 07:30."), field=field)
    # Before a zone is applied: in the years 1 and 9999 that alone raises OverflowError.
    require_supported(moment, field=field)
    aware = timezone.make_aware(moment, zone) if timezone.is_naive(moment) else moment
    require_supported(aware, field=field)
    return aware


def _out_of_range() -> str:
    return _("The date lies outside the years %(first)d to %(last)d; check the year.") % {
        "first": FIRST_YEAR,
        "last": LAST_YEAR,
    }


def _supported_value(value: _DateT) -> _DateT:
    if not is_supported(value):
        raise ValueError(f"the date lies outside the years {FIRST_YEAR} to {LAST_YEAR}")
    return value


SupportedDay = Annotated[date, AfterValidator(_supported_value)]
"""A pydantic date from 1900 to 2200."""
SupportedMoment = Annotated[datetime, AfterValidator(_supported_value)]
"""A pydantic date and time from 1900 to 2200."""
