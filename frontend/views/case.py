"""What a case page shows."""

from dataclasses import dataclass
from typing import Any, Final, cast

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from complaints.lifecycle import Act, steps_now
from complaints.models import Category, Complaint, FollowUp, Priority, Reporter, Status, Transition
from complaints.routing import agency_for
from complaints.selectors import case
from complaints.selectors.assignees import assignable
from complaints.selectors.case import Nearby
from complaints.selectors.corrections import ShownChange, corrections
from complaints.selectors.reporter import may_read_reporter, read_reporter
from frontend.views.slip import AVAILABLE
from incidents.selectors.incidents import incidents_of_complaint
from kit.calendar import rests_on_estimate
from kit.errors import AppError
from people.access import Verb, may
from people.models import Agency, User

# The step that is awaited of somebody where a complaint stands; its form is open.
_NEXT: Final[dict[Status, frozenset[Act]]] = {
    Status.RECEIVED: frozenset({Act.VERIFY}),
    Status.VERIFIED: frozenset({Act.FORWARD}),
    Status.REOPENED: frozenset({Act.VERIFY, Act.START}),
    Status.FORWARDED: frozenset({Act.START}),
    Status.IN_PROGRESS: frozenset({Act.FOLLOW_UP}),
    Status.POSTPONED: frozenset({Act.START}),
    Status.FOLLOWED_UP: frozenset({Act.CLOSE}),
}
_TEXTS: Final = ("reason", "text", "instruction", "note")


@dataclass(frozen=True)
class TimelineEntry:
    """One line of the timeline, with the account of work that belongs to it."""

    step: Transition
    label: str
    follow_up: FollowUp | None
    changes: list[ShownChange]


def case_context(
    request: HttpRequest, complaint: Complaint, *, failed: str = "", error: AppError | None = None
) -> dict[str, Any]:
    """Everything about ``complaint`` for the user of ``request``.

    The reporter's identity is read, and the reading recorded, only when the user asks for it by ``?reporter=1``, or
    by ``?reporter=correct`` to correct it.
    """
    user = cast(User, request.user)
    removable = case.removable_photos(complaint)
    steps = [act for act in _steps(user, complaint) if removable or act != Act.REMOVE_PHOTO]
    may_ask = may_read_reporter(user, complaint)
    near = case.nearby(user, complaint)
    wish = request.GET.get("reporter")
    asked = may_ask and wish in {"1", "correct"}
    to_correct = Act.CORRECT if wish == "correct" and Act.CORRECT in steps else ""
    timeline = _timeline(complaint, corrections(user, complaint, reporter_read=asked))
    return {
        "complaint": complaint,
        "has_slip": _has_slip(user, timeline),
        "steps": steps,
        "open_step": failed
        or to_correct
        or next((act for act in steps if act in _NEXT.get(Status(complaint.status), ())), ""),
        "failed": failed,
        "error": error,
        "typed": request.POST if failed else {},
        "typed_texts": [text for name in _TEXTS if failed and (text := request.POST.get(name, "").strip())],
        "inbox_query": _inbox_query(request),
        "timeline": timeline,
        "photos": [photo for photo in removable if photo.follow_up_id is None],
        "removable_photos": removable,
        "merged": case.merged_here(complaint),
        "incidents": incidents_of_complaint(user, complaint),
        "may_open_incident": may(user, Verb.INCIDENT_MANAGE),
        "nearby": near,
        "markers": _markers(complaint, near),
        "may_ask_reporter": may_ask,
        "identity": read_reporter(user, complaint, request) if asked else None,
        "priorities": Priority.choices,
        "due_is_estimate": complaint.due_at is not None and rests_on_estimate(complaint.created_at, complaint.due_at),
        **_choices(steps, complaint),
    }


def _choices(steps: list[Act], complaint: Complaint) -> dict[str, Any]:
    """What the steps' forms offer; asked of the database only where a form needs it."""
    choices: dict[str, Any] = {}
    if Act.FORWARD in steps:
        choices["agencies"] = Agency.objects.filter(active=True)
        choices["suggested_agency"] = agency_for(complaint.category, complaint.area.code if complaint.area else None)
    if Act.CORRECT in steps:
        choices["all_categories"] = Category.objects.filter(Q(active=True) | Q(pk=complaint.category_id))
        choices["anonymous"] = Reporter.objects.filter(complaint=complaint, anonymous=True).exists()
    if Act.ASSIGN in steps and complaint.agency:
        choices["members"] = assignable(complaint)
    return choices


def _timeline(complaint: Complaint, changes: dict[int, list[ShownChange]]) -> list[TimelineEntry]:
    accounts = case.follow_ups(complaint)
    entries = []
    for row in case.timeline(complaint):
        account = accounts.pop(0) if row.verb == Act.FOLLOW_UP and accounts else None
        label = str(Act(row.verb).label) if row.verb in Act.values else row.verb
        entries.append(TimelineEntry(row, label, account, changes.get(row.pk, [])))
    return entries[::-1]


def _has_slip(user: User, timeline: list[TimelineEntry]) -> bool:
    """Whether ``user`` recorded the complaint lately, and so may read its slip."""
    since, records = timezone.now() - AVAILABLE, may(user, Verb.COMPLAINT_RECORD)
    submitted = (entry.step for entry in timeline if entry.step.verb == Act.SUBMIT)
    return records and any(step.actor_id == user.pk and step.at >= since for step in submitted)


def _steps(user: User, complaint: Complaint) -> list[Act]:
    """What the user may do now, the step that is awaited first."""
    steps = [rule.act for rule in steps_now(user, complaint)]
    awaited = _NEXT.get(Status(complaint.status), frozenset())
    return sorted(steps, key=lambda act: act not in awaited)


def _markers(complaint: Complaint, near: list[Nearby]) -> dict[str, Any] | None:
    """The case's place and the open complaints around it, for the map."""
    if complaint.point is None:
        return None
    others = [
        {
            "lon": other.complaint.point.x,
            "lat": other.complaint.point.y,
            "title": other.complaint.title,
            "url": reverse("case", args=[other.complaint.tracking_code]),
        }
        for other in near
        if other.complaint.point
    ]
    district = ".".join(complaint.area.code.split(".")[:3]) if complaint.area else ""
    return {"lon": complaint.point.x, "lat": complaint.point.y, "district": district, "others": others}


def _inbox_query(request: HttpRequest) -> str | None:
    """The inbox's filters where the case is shown beside it, None on the case's own page."""
    if request.path != reverse("desk"):
        return request.POST.get("inbox")
    return "&".join(part for part in request.GET.urlencode().split("&") if not part.startswith("complaint"))
