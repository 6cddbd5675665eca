"""Reading query parameters: an unknown or unreadable one is refused."""

from datetime import date

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from complaints.models import Category, Priority, Status
from complaints.selectors.complaints import Filters, queues_for
from geo.models import Area
from kit.dates import read_day
from kit.errors import BadInput, BadParameter
from people.models import Agency, User

_TEXTS = ("queue", "category", "agency", "area", "priority")
_SHOWN = 40
_NAMES = frozenset({*_TEXTS, "status", "since", "until", "q", "before"})


def read_filters(query: QueryDict, user: User, *, also: frozenset[str] = frozenset()) -> Filters:
    """The filters in ``query``, from the queues of ``user``; names in ``also`` belong to the caller.

    Raises BadParameter for an unknown name, and for an unknown value, which it answers with the known ones.
    """
    for name in query:
        if name not in _NAMES | also:
            raise BadParameter(_("The parameter “%(name)s” is not known.") % {"name": name}, field=name)
    values = {name: query.get(name, "").strip() for name in _TEXTS}
    _one_of(values["priority"], Priority.values, "priority")
    _one_of(values["queue"], [queue.key for queue in queues_for(user)], "queue")
    _known_codes(values)
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
    readable = text.isascii() and text.isdigit() and len(text) <= len(str(high))
    if not readable or not low <= int(text) <= high:
        message = _("“%(name)s” must be a whole number from %(low)d to %(high)d.")
        raise BadParameter(message % {"name": name, "low": low, "high": high}, field=name)
    return int(text)


def _day(query: QueryDict, name: str) -> date | None:
    try:
        return read_day(query.get(name, ""), field=name)
    except BadInput as error:
        raise BadParameter(str(error), field=name) from None


def _known_codes(values: dict[str, str]) -> None:
    """Asked of the database only for what was given."""
    if values["category"] and not Category.objects.filter(code=values["category"]).exists():
        open_ones = Category.objects.filter(active=True).order_by("code")
        _one_of(values["category"], list(open_ones.values_list("code", flat=True)), "category")
    if values["agency"] and not Agency.objects.filter(code=values["agency"]).exists():
        active = Agency.objects.filter(active=True).order_by("code")
        _one_of(values["agency"], list(active.values_list("code", flat=True)), "agency")
    area = values["area"]
    if area and not Area.objects.filter(Q(code=area) | Q(code__startswith=f"{area}.")).exists():
        message = _("“%(value)s” is not the code of an area here.") % {"value": area[:_SHOWN]}
        raise BadParameter(message, field="area")


def _one_of(value: str, allowed: list[str], name: str) -> None:
    """An empty value stands for all. Raises BadParameter, which tells the ones that there are."""
    if value and value not in allowed:
        message = _("“%(value)s” is not a value of “%(name)s”. Use one of: %(allowed)s.")
        shown = {"value": value[:_SHOWN], "name": name, "allowed": ", ".join(allowed)}
        raise BadParameter(message % shown, field=name)
