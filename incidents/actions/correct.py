"""Correct: what was entered wrongly about a report is put right; what it was before stays in the audit trail."""

from dataclasses import dataclass
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from geo import gazetteer
from geo.position import read_position
from incidents.actions.step import required, step
from incidents.clock.deadlines import due_at
from incidents.errors import Missing
from incidents.intake.place import require_inside
from incidents.intake.submission import checked_value
from incidents.lifecycle import Act
from incidents.models import Category, Priority, Report, Reporter
from people.models import User

_REPORTER_TEXTS: Final = ("name", "phone", "email")
_REPORT_TEXTS: Final = ("landmark", "title", "description")
Changes = dict[str, tuple[Any, Any]]


@dataclass(frozen=True)
class Correction:
    """The new values; None leaves a field as it is, an empty text takes it away. The title cannot be taken away.

    ``lon`` and ``lat`` both empty take the place away. ``anonymous`` hides the reporter from the agency,
    ``confidential`` the report from the public, and the reporter from the agency with it.
    """

    category: str | None = None
    lon: str | None = None
    lat: str | None = None
    landmark: str | None = None
    title: str | None = None
    description: str | None = None
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    anonymous: bool | None = None
    confidential: bool | None = None


def correct(code: str, user: User, correction: Correction, *, reason: str, version: int | None = None) -> Report:
    """Write ``correction``; the reason is for colleagues. Raises BadInput with the field at fault, and as `step`.

    Another category brings its class, and its deadline. What the fields were before stays in the report's history
    (`FieldChange`) and in the audit trail, which says of the reporter's name, telephone and e-mail, and of all
    words of the report, only that they changed: their values are read in the history, which knows who may.
    """
    with step(Act.CORRECT, code, user, version) as taken:
        taken.note = required(reason, "reason", _("Say what was wrong; colleagues read it."))
        taken.changes = {
            **_category(taken.report, correction.category),
            **_place(taken.report, correction),
            **_report_fields(taken.report, correction),
            **_reporter_fields(taken.report, correction),
        }
        if not taken.changes:
            raise Missing(_("Nothing was changed."), field="reason")
        taken.detail["changed"] = _for_audit(taken.changes)
    return taken.report


def _for_audit(changes: Changes) -> dict[str, Any]:
    """``{field: [before, after]}``, or true for what the readers of the audit trail may not know.

    Words may name a reporter who is hidden only later, when the trail can no longer be changed.
    """
    kept = {*_REPORTER_TEXTS, *_REPORT_TEXTS}
    return {name: True if name in kept else list(values) for name, values in changes.items()}


def _category(report: Report, code: str | None) -> Changes:
    if not code or code == report.category.code:
        return {}
    category = Category.objects.filter(code=code, active=True).first()
    if category is None:
        raise Missing(_("Choose what the report is about."), field="category")
    before = report.category.code
    report.category = category
    report.report_class = category.report_class
    if category.emergency:
        report.priority = Priority.EMERGENCY
    elif report.priority == Priority.EMERGENCY:
        report.priority = Priority.NORMAL
    last = report.transitions.order_by("-id").values_list("at", flat=True).first()
    if report.ended_at is None:
        report.due_at = due_at(report, last or timezone.now())
    return {"category": (before, category.code)}


def _place(report: Report, correction: Correction) -> Changes:
    if correction.lon is None and correction.lat is None:
        return {}
    position = read_position(correction.lon, correction.lat)
    before = [report.point.x, report.point.y] if report.point else None
    if (list(position) if position else None) == before:
        return {}
    if position is None:
        report.point, report.area, report.place = None, None, ""
        return {"position": (before, None)}
    require_inside(*position)
    areas = gazetteer.areas_at(*position)
    report.point = Point(*position, srid=4326)
    report.area = areas[-1] if areas else None
    report.place = gazetteer.name_of(areas)
    return {"position": (before, list(position))}


def _report_fields(report: Report, correction: Correction) -> Changes:
    return _set(report, correction, (*_REPORT_TEXTS, "confidential"))


def _reporter_fields(report: Report, correction: Correction) -> Changes:
    reporter = Reporter.objects.select_for_update().get(report=report)
    changes = _set(reporter, correction, (*_REPORTER_TEXTS, "anonymous"))
    if changes:
        reporter.save(update_fields=list(changes))
    return changes


def _set(target: Model, correction: Correction, names: tuple[str, ...]) -> Changes:
    """Put what ``correction`` gives into the fields of ``target`` that differ, and say which did.

    Only a text that differs is checked: an old one that would not be taken today must not refuse the others.
    """
    changes: Changes = {}
    for name in names:
        value, before = getattr(correction, name), getattr(target, name)
        if value is None or _same(before, value):
            continue
        after = checked_value(name, value) if isinstance(value, str) else value
        if not _same(before, after):
            changes[name] = (before, after)
            setattr(target, name, after)
    return changes


def _same(before: str | bool, after: str | bool) -> bool:
    """Forms send the ends of lines as CR LF, however they are stored."""
    if isinstance(before, str) and isinstance(after, str):
        return before.replace("\r\n", "\n") == after.replace("\r\n", "\n")
    return before == after
