"""The details of an audit entry in words: which field, what it was before, what it is after."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from people.access import Role
from people.audit_fields import PAIR_NAMES, field_name
from people.models import AuditEntry

_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
# Lists of two that are no pair of before and after.
_LISTS: Final = frozenset({"changed", "ended", "fields", "kinds", "repaired", "vehicles"})
_SPAN: Final = ("first", "last", "start", "end")
_PAIRED: Final = ("rule.", "vehicle.edit", "device.edit")

_values: dict[tuple[str, str], dict[str, str | Promise]] = {
    ("user", "role"): {role.value: role.label for role in Role},
    ("user", "by"): {"command line": _lazy("command line")},
}


@dataclass(frozen=True)
class DetailLine:
    """One line: ``before`` is None where a value is only told, not changed."""

    name: str
    before: str | None
    after: str


def register_values(kind: str, field: str, labels: Iterable[tuple[str, str | Promise]]) -> None:
    """Say what the codes of ``field`` mean in actions whose code begins with ``kind`` and a dot."""
    _values[kind, field] = dict(labels)


def detail_lines(entry: AuditEntry) -> list[DetailLine]:
    """The details of ``entry`` in the reader's language and time zone; a code without a name stays as it is."""
    if not isinstance(entry.detail, dict):
        return [DetailLine(_("detail"), None, str(entry.detail))] if entry.detail else []
    words = _Words(entry.action)
    rest = dict(entry.detail)
    lines = []
    if _is_face(rest.get("after")) and "before" in rest:
        lines += words.faces(rest.pop("before"), rest.pop("after"))
    if {"from", "to"} <= rest.keys():
        lines += words.from_to(rest.pop("from"), rest.pop("to"))
    if isinstance(rest.get("changed"), dict):
        lines += [words.line(name, value) for name, value in rest.pop("changed").items()]
    return lines + [words.line(name, rest[name]) for name in sorted(rest, key=_rank)]


def local_moments(text: str) -> str:
    """``text`` with the moments of the trail (UTC where they name no zone) in the reader's time zone."""
    return _MOMENT.sub(lambda found: _moment(found.group()), text)


class _Words:
    """Puts the values of one action into words."""

    def __init__(self, action: str) -> None:
        self._action = action
        self._kind = action.partition(".")[0]

    def line(self, name: str, value: Any) -> DetailLine:
        if value is True and name in {"name", "phone", "email", "title", "description", "landmark"}:
            return DetailLine(field_name(name), None, _("changed; the values are in the case's timeline"))
        if self._is_pair(name, value):
            return DetailLine(field_name(name), self.value(name, value[0]), self.value(name, value[1]))
        return DetailLine(field_name(name), None, self.value(name, value))

    def faces(self, before: Any, after: Mapping[str, Any]) -> list[DetailLine]:
        """What differs of two faces; all that is set of a new thing."""
        if not _is_face(before):
            return [self.line(name, value) for name, value in after.items() if value not in (None, "", [])]
        return [
            DetailLine(field_name(name), self.value(name, before.get(name)), self.value(name, value))
            for name, value in after.items()
            if before.get(name) != value
        ]

    def from_to(self, before: Any, after: Any) -> list[DetailLine]:
        name = str(PAIR_NAMES.get(self._kind, "")) or _("change")
        shown = self.value("status", before), self.value("status", after)
        return [DetailLine(name, None, shown[1])] if before == after else [DetailLine(name, *shown)]

    def value(self, name: str, value: Any) -> str:
        if value is None or value in ("", [], {}):
            return _("empty")
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, int | float):
            return number_format(value, use_l10n=True)
        if isinstance(value, dict):
            return ", ".join(f"{field_name(key)}: {self.value(key, one)}" for key, one in value.items())
        if isinstance(value, list):
            inner = (field_name(str(one)) if name in {"changed", "fields"} else self.value(name, one) for one in value)
            return ", ".join(inner)
        return self._text(name, str(value))

    def _text(self, name: str, text: str) -> str:
        label = _values.get((self._kind, name), {}).get(text)
        if label is not None:
            return str(label)
        if _MOMENT.fullmatch(text):
            return _moment(text)
        return _day(text) if _DAY.fullmatch(text) else text

    def _is_pair(self, name: str, value: Any) -> bool:
        if not isinstance(value, list) or len(value) != 2:
            return False
        return name not in _LISTS or self._action.startswith(_PAIRED)


def _rank(name: str) -> int:
    """The database keeps the keys by their length; a span is read from its beginning."""
    return _SPAN.index(name) if name in _SPAN else -1


def _is_face(value: Any) -> bool:
    return isinstance(value, dict)


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return date_format(timezone.localtime(moment), "j M Y H:i:s T")


def _day(text: str) -> str:
    try:
        return date_format(date.fromisoformat(text), "j M Y")
    except ValueError:
        return text
