"""Lists of complaints for members of staff: queues, filters, pages."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.errors import ComplaintNotFound
from complaints.models import Complaint, Status
from complaints.models.status import AT_AGENCY
from complaints.selectors.order import ORDERS
from people.access import Verb, in_centre, may, which
from people.access.policy import Actor
from people.models import User


@dataclass(frozen=True)
class Queue:
    """A heap of work, by whose move is awaited."""

    key: str
    label: str | Promise
    condition: Callable[[], Q]


QUEUES: Final = (
    Queue("new", _("New"), lambda: Q(status__in=[Status.RECEIVED, Status.REOPENED])),
    Queue("route", _("To forward"), lambda: Q(status=Status.VERIFIED)),
    Queue("agency", _("At agencies"), lambda: Q(status__in=AT_AGENCY)),
    Queue("close", _("To close"), lambda: Q(status=Status.FOLLOWED_UP)),
    Queue("overdue", _("Overdue"), lambda: Q(due_at__lt=timezone.now())),
    Queue("ended", _("Ended"), lambda: Q(ended_at__isnull=False) & ~Q(status=Status.ARCHIVED)),
)
AGENCY_QUEUES: Final = (
    Queue("new", _("New"), lambda: Q(status__in=[Status.FORWARDED, Status.REOPENED])),
    Queue("work", _("In progress"), lambda: Q(status__in=[Status.IN_PROGRESS, Status.POSTPONED])),
    Queue("close", _("Followed up"), lambda: Q(status=Status.FOLLOWED_UP)),
    Queue("overdue", _("Overdue"), lambda: Q(due_at__lt=timezone.now())),
    Queue("ended", _("Ended"), lambda: Q(ended_at__isnull=False) & ~Q(status=Status.ARCHIVED)),
)

URGENT_FIRST: Final = frozenset({"new", "route", "agency", "work", "close", "overdue"})


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to. ``before`` is the id of the last row seen; ``until`` is a whole day."""

    queue: str = ""
    status: tuple[str, ...] = ()
    category: str = ""
    agency: str = ""
    area: str = ""
    priority: str = ""
    since: date | None = None
    until: date | None = None
    text: str = ""
    before: int | None = None


@dataclass(frozen=True)
class Page:
    """One page of a list, newest first; ``next_before`` asks for the page after it, None at the end."""

    complaints: list[Complaint]
    next_before: int | None


def queues_for(user: User) -> tuple[Queue, ...]:
    """An agency sees its own work, the centre everybody's; the role decides, also where an agency is noted."""
    return QUEUES if in_centre(user) else AGENCY_QUEUES


def visible(user: User) -> QuerySet[Complaint]:
    """The complaints that ``user`` may see, without the reporter."""
    return which(user, Verb.COMPLAINT_VIEW, Complaint.objects.all())


def get(user: User, code: str) -> Complaint:
    """One complaint with its category, agency, area and assignee, also a duplicate of one that ``user`` may see.

    Raises ComplaintNotFound.
    """
    related = ("category", "agency", "assignee", "merged_into", "area")
    # The outline of the area may have a hundred thousand points and is not shown.
    light = visible(user).select_related(*related).defer("area__geometry")
    complaint = light.filter(tracking_code=code).first()
    if complaint is None:
        complaint = (
            Complaint.objects.select_related(*related).defer("area__geometry").filter(tracking_code=code).first()
        )
    if complaint is None or not readable(user, complaint):
        raise ComplaintNotFound
    return complaint


def readable(user: Actor, complaint: Complaint) -> bool:
    """Whether ``user`` may read ``complaint``: one that may be viewed, or one that was merged into such a complaint."""
    if may(user, Verb.COMPLAINT_VIEW, complaint):
        return True
    other = complaint.merged_into if complaint.status == Status.MERGED else None
    return other is not None and may(user, Verb.COMPLAINT_VIEW, other)


def page(user: User, filters: Filters, *, size: int = 50) -> Page:
    """The complaints that fit: a heap of work by urgency, everything else newest first.

    By keyset, so that a page deep down costs what the first one does: two queries at most.
    """
    found = narrowed(visible(user), user, filters).select_related("category", "agency", "assignee", "area")
    order = ORDERS["urgent" if filters.queue in URGENT_FIRST else "newest"]
    if filters.before is not None:
        last = order.annotated(visible(user).filter(pk=filters.before)).first()
        found = order.annotated(found).filter(order.after(last)) if last else found.none()
    # An outline may have a hundred thousand points; a list names the area only.
    light = order.annotated(found).defer("area__geometry", "description")
    rows = list(light.order_by(*order.fields)[: size + 1])
    return Page(rows[:size], rows[size - 1].pk if len(rows) > size else None)


def narrowed(complaints: QuerySet[Complaint], user: User, filters: Filters) -> QuerySet[Complaint]:
    """``complaints`` without those that ``filters`` exclude."""
    queue = next((queue for queue in queues_for(user) if queue.key == filters.queue), None)
    if queue is not None:
        complaints = complaints.filter(queue.condition())
    exact = {"category__code": filters.category, "agency__code": filters.agency, "priority": filters.priority}
    complaints = complaints.filter(**{path: value for path, value in exact.items() if value})
    if filters.status:
        complaints = complaints.filter(status__in=filters.status)
    if filters.area:
        complaints = complaints.filter(Q(area__code=filters.area) | Q(area__code__startswith=f"{filters.area}."))
    if filters.since:
        complaints = complaints.filter(created_at__gte=_midnight(filters.since))
    if filters.until:
        complaints = complaints.filter(created_at__lt=_midnight(filters.until + timedelta(days=1)))
    if filters.text:
        words = Q(title__icontains=filters.text) | Q(description__icontains=filters.text)
        complaints = complaints.filter(
            words | Q(place__icontains=filters.text) | Q(tracking_code__istartswith=filters.text)
        )
    return complaints


def queue_counts(user: User, filters: Filters) -> dict[str, int]:
    """How many complaints each queue holds under the other filters, in one query."""
    others = replace(filters, queue="", before=None)
    counts = {queue.key: Count("pk", filter=queue.condition()) for queue in queues_for(user)}
    return narrowed(visible(user), user, others).order_by().aggregate(**counts)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
