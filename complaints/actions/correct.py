"""Correct: what was entered wrongly about a complaint is put right; what it was before stays in the audit trail."""

from dataclasses import dataclass
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.actions.step import required, step
from complaints.clock.deadlines import due_at
from complaints.errors import Missing
from complaints.intake.place import require_inside
from complaints.intake.submission import checked_value
from complaints.lifecycle import Act
from complaints.models import Category, Complaint, Priority, Reporter
from geo import gazetteer
from geo.position import read_position
from people.models import User

_REPORTER_TEXTS: Final = ("name", "phone", "email")
_COMPLAINT_TEXTS: Final = ("landmark", "title", "description")
Changes = dict[str, tuple[Any, Any]]


@dataclass(frozen=True)
class Correction:
    """The new values; None leaves a field as it is, an empty text takes it away. The title cannot be taken away.

    ``lon`` and ``lat`` both empty take the place away. ``anonymous`` hides the reporter from the agency,
    ``confidential`` the complaint from the public, and the reporter from the agency with it.
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


def correct(code: str, user: User, correction: Correction, *, reason: str, version: int | None = None) -> Complaint:
    """Write ``correction``; the reason is for colleagues. Raises BadInput with the field at fault, and as `step`.

    Another category brings its class, and its deadline. What the fields were before stays in the complaint's history
    (`FieldChange`) and in the audit trail, which says of the reporter's name, telephone and e-mail, and of all
    words of the complaint, only that they changed: their values are read in the history, which knows who may.
    """
    with step(Act.CORRECT, code, user, version) as taken:
        taken.note = required(reason, "reason", _("Say what was wrong; colleagues read it."))
        taken.changes = {
            **_category(taken.complaint, correction.category),
            **_place(taken.complaint, correction),
            **_complaint_fields(taken.complaint, correction),
            **_reporter_fields(taken.complaint, correction),
        }
        if not taken.changes:
            raise Missing(_("Nothing was changed."), field="reason")
        taken.detail["changed"] = _for_audit(taken.changes)
    return taken.complaint


def _for_audit(changes: Changes) -> dict[str, Any]:
    """``{field: [before, after]}``, or true for what the readers of the audit trail may not know.

    Words may name a reporter who is hidden only later, when the trail can no longer be changed.
    """
    kept = {*_REPORTER_TEXTS, *_COMPLAINT_TEXTS}
    return {name: True if name in kept else list(values) for name, values in changes.items()}


def _category(complaint: Complaint, code: str | None) -> Changes:
    if not code or code == complaint.category.code:
        return {}
    category = Category.objects.filter(code=code, active=True).first()
    if category is None:
        raise Missing(_("Choose what the complaint is about."), field="category")
    before = complaint.category.code
    complaint.category = category
    complaint.complaint_class = category.complaint_class
    if category.emergency:
        complaint.priority = Priority.EMERGENCY
    elif complaint.priority == Priority.EMERGENCY:
        complaint.priority = Priority.NORMAL
    last = complaint.transitions.order_by("-id").values_list("at", flat=True).first()
    if complaint.ended_at is None:
        complaint.due_at = due_at(complaint, last or timezone.now())
    return {"category": (before, category.code)}


def _place(complaint: Complaint, correction: Correction) -> Changes:
    if correction.lon is None and correction.lat is None:
        return {}
    position = read_position(correction.lon, correction.lat)
    before = [complaint.point.x, complaint.point.y] if complaint.point else None
    if (list(position) if position else None) == before:
        return {}
    if position is None:
        complaint.point, complaint.area, complaint.place = None, None, ""
        return {"position": (before, None)}
    require_inside(*position)
    areas = gazetteer.areas_at(*position)
    complaint.point = Point(*position, srid=4326)
    complaint.area = areas[-1] if areas else None
    complaint.place = gazetteer.name_of(areas)
    return {"position": (before, list(position))}


def _complaint_fields(complaint: Complaint, correction: Correction) -> Changes:
    return _set(complaint, correction, (*_COMPLAINT_TEXTS, "confidential"))


def _reporter_fields(complaint: Complaint, correction: Correction) -> Changes:
    reporter = Reporter.objects.select_for_update().get(complaint=complaint)
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
