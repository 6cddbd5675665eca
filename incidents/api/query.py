"""Reading query parameters: an unknown or unreadable one is refused."""

from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from incidents.errors import BadParameter
from incidents.models import Priority, Status
from incidents.selectors.reports import Filters

_TEXTS = ("queue", "category", "agency", "area", "priority")
_NAMES = frozenset({*_TEXTS, "status", "since", "until", "q", "before"})


def read_filters(query: QueryDict, *, also: frozenset[str] = frozenset()) -> Filters:
    """The filters in ``query``; names in ``also`` belong to the caller. Raises BadParameter."""
    for name in query:
        if name not in _NAMES | also:
            raise BadParameter(_("The parameter “%(name)s” is not known.") % {"name": name}, field=name)
    values = {name: query.get(name, "").strip() for name in _TEXTS}
    _one_of(values["priority"], [*Priority.values, ""], "priority")
    statuses = tuple(part for part in query.get("status", "").split(",") if part)
    for status in statuses:
        _one_of(status, Status.values, "status")
    return Filters(
        **values,
        status=statuses,
        since=_day(query, "since"),
        until=_day(query, "until"),
        text=query.get("q", "").strip()[:100],
        before=read_number(query, "before", None, low=1, high=2**62),
    )


def read_number(query: QueryDict, name: str, default: int | None, *, low: int, high: int) -> int | None:
    """A whole number within ``low..high``. Raises BadParameter."""
    text = query.get(name, "").strip()
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        message = _("“%(name)s” must be a whole number from %(low)d to %(high)d.")
        raise BadParameter(message % {"name": name, "low": low, "high": high}, field=name)
    return int(text)


def _day(query: QueryDict, name: str) -> date | None:
    text = query.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = _("“%(name)s” must be a day such as 2026-03-31.") % {"name": name}
        raise BadParameter(message, field=name) from None


def _one_of(value: str, allowed: list[str], name: str) -> None:
    if value not in allowed:
        message = _("“%(value)s” is not a value of “%(name)s”.") % {"value": value, "name": name}
        raise BadParameter(message, field=name)
