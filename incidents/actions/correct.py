"""Correct: what was entered wrongly about a report is put right; what it was before stays in the audit trail."""

from dataclasses import dataclass
from typing import Final

from django.contrib.gis.geos import Point
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from geo import gazetteer
from incidents.actions.step import required, step
from incidents.clock.deadlines import due_at
from incidents.errors import Missing
from incidents.intake.place import require_inside
from incidents.intake.position import read_position
from incidents.lifecycle import Act
from incidents.models import Category, Channel, Priority, Report, Reporter
from kit.telephone import checked_telephone
from kit.text import checked
from people.models import User

RECORDED_BY_STAFF: Final = frozenset({Channel.PHONE, Channel.COUNTER, Channel.LETTER})
"""Channels whose words are the operator's own; what a citizen wrote is not rewritten."""


@dataclass(frozen=True)
class Correction:
    """The new values; None leaves a field as it is. ``lon`` and ``lat`` both empty take the place away."""

    category: str | None = None
    lon: str | None = None
    lat: str | None = None
    landmark: str | None = None
    title: str | None = None
    phone: str | None = None


def correct(code: str, user: User, correction: Correction, *, reason: str, version: int | None = None) -> Report:
    """Write ``correction``; the reason is for colleagues. Raises BadInput with the field at fault, and as `step`.

    Another category brings its class, and its deadline. Title and telephone can be corrected where staff recorded the
    report. The audit trail names the fields, and holds old and new values of all but the telephone.
    """
    with step(Act.CORRECT, code, user, version) as taken:
        taken.note = required(reason, "reason", _("Say what was wrong; colleagues read it."))
        changed = {
            **_category(taken.report, correction.category),
            **_place(taken.report, correction),
            **_texts(taken.report, correction),
        }
        if not changed:
            raise Missing(_("Nothing was changed."), field="reason")
        taken.detail["changed"] = changed
    return taken.report


def _category(report: Report, code: str | None) -> dict[str, object]:
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
    return {"category": [before, category.code]}


def _place(report: Report, correction: Correction) -> dict[str, object]:
    if correction.lon is None and correction.lat is None:
        return {}
    position = read_position(correction.lon, correction.lat)
    before = [report.point.x, report.point.y] if report.point else None
    if (list(position) if position else None) == before:
        return {}
    if position is None:
        report.point, report.area, report.place = None, None, ""
        return {"position": [before, None]}
    require_inside(*position)
    areas = gazetteer.areas_at(*position)
    report.point = Point(*position, srid=4326)
    report.area = areas[-1] if areas else None
    report.place = gazetteer.name_of(areas)
    return {"position": [before, list(position)]}


def _texts(report: Report, correction: Correction) -> dict[str, object]:
    changed: dict[str, object] = {}
    if correction.landmark is not None:
        landmark = checked(correction.landmark, longest=200, field="landmark")
        if landmark != report.landmark:
            changed["landmark"] = [report.landmark, landmark]
            report.landmark = landmark
    if report.channel not in RECORDED_BY_STAFF:
        return changed
    if correction.title:
        title = checked(correction.title, longest=140, field="title", required=True)
        if title != report.title:
            changed["title"] = [report.title, title]
            report.title = title
    if correction.phone:
        Reporter.objects.filter(report=report).update(phone=checked_telephone(correction.phone, field="phone"))
        changed["phone"] = True
    return changed
