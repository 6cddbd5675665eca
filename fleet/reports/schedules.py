"""Reports that come by themselves, each due day once for each recipient."""

import logging
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from fleet.models import ReportRun, ReportSchedule
from fleet.reports.kinds import ReportKind
from fleet.reports.runs import new_run
from fleet.reports.scope import Scope, vehicles_in
from people import audit
from people.access import Role, Verb, in_centre, may, require
from people.models import User
from reports.choices import Every, RelativePeriod, ReportFormat
from reports.errors import BadReport, UnknownSchedule
from reports.period import relative

logger = logging.getLogger(__name__)

MOST_SCHEDULES: Final = 50
_CATCH_UP: Final = timedelta(days=7)
"""After a longer standstill of the worker nobody wants all that was missed."""


def schedules_of(user: User) -> QuerySet[ReportSchedule]:
    """Those that this person made, and those that send to the person. Raises Denied."""
    require(user, Verb.FLEET_REPORT)
    found = ReportSchedule.objects.filter(owner=user) | ReportSchedule.objects.filter(recipients=user)
    return found.distinct().select_related("owner").prefetch_related("recipients")


def recipients_for(user: User) -> QuerySet[User]:
    """Colleagues who may read reports; each of them gets what the own rights show.

    An executive changes nothing that is somebody else's, the list of reports included.
    """
    if user.role == Role.EXECUTIVE:
        return User.objects.filter(pk=user.pk)
    found = User.objects.filter(is_active=True, role__in=[role for role in Role if _reads(role)]).select_related(
        "agency"
    )
    return found if in_centre(user) else found.filter(agency=user.agency_id)


def add(  # noqa: PLR0917
    user: User, kind: ReportKind, form: ReportFormat, scope: Scope, when: dict[str, Any], recipients: list[User]
) -> ReportSchedule:
    """A new schedule; ``when`` holds period, every, hour, weekday and day. Raises Denied and BadReport."""
    require(user, Verb.FLEET_REPORT)
    vehicles_in(user, scope)
    allowed = set(recipients_for(user).filter(pk__in=[person.pk for person in recipients]).values_list("pk", flat=True))
    if any(person.pk not in allowed for person in recipients):
        raise BadReport(_("You cannot send reports to one of these people."), field="recipients")
    if ReportSchedule.objects.filter(owner=user).count() >= MOST_SCHEDULES:
        raise BadReport(_("You have too many scheduled reports. Remove one first."))
    now = timezone.now()
    with transaction.atomic():
        made = ReportSchedule.objects.create(
            kind=kind, format=form, scope=scope.model_dump(exclude_defaults=True), owner=user, created_at=now,
            made_until=now, **when,
        )  # fmt: skip
        made.recipients.set(recipients or [user])
        audit.record(user, "fleet.report_scheduled", made, {"report": kind.value, **made.scope})
    return made


def remove(user: User, schedule_id: int) -> bool:
    """Delete an own schedule, or leave somebody else's (False). Raises UnknownSchedule."""
    schedule = schedules_of(user).filter(pk=schedule_id).first()
    if schedule is None:
        raise UnknownSchedule
    with transaction.atomic():
        if schedule.owner_id != user.pk:
            schedule.recipients.remove(user)
            return False
        audit.record(user, "fleet.report_unscheduled", schedule, {"report": schedule.kind, **schedule.scope})
        schedule.delete()
    return True


def make_due(now: datetime) -> list[int]:
    """Make the runs of everything that is due; returns their ids, for which jobs are needed.

    One that cannot be made, because it speaks of what is not known any more, holds up no other.
    """
    made: list[int] = []
    for schedule_id in ReportSchedule.objects.filter(enabled=True).values_list("pk", flat=True):
        try:
            made += _make_one(schedule_id, now)
        except ValueError:
            logger.exception("the reports of schedule %d cannot be made", schedule_id)
    return made


def _make_one(schedule_id: int, now: datetime) -> list[int]:
    """The schedule is locked while its runs are written, and skipped when another worker holds it."""
    with transaction.atomic():
        locked = ReportSchedule.objects.select_for_update(skip_locked=True, of=("self",))
        schedule = locked.filter(pk=schedule_id, enabled=True).first()
        return _runs(schedule, now) if schedule is not None else []


def due_days(schedule: ReportSchedule, after: datetime, until: datetime) -> list[date]:
    """The days whose moment lies after ``after``, and at ``until`` at the latest."""
    after = max(after, until - _CATCH_UP)
    day, found = timezone.localtime(after).date(), []
    while (moment := _moment(day, schedule.hour)) <= until:
        if moment > after and _fits(schedule, day):
            found.append(day)
        day += timedelta(days=1)
    return found


def _runs(schedule: ReportSchedule, now: datetime) -> list[int]:
    days = due_days(schedule, schedule.made_until, now)
    if not days:
        return []
    made = []
    scope = Scope.model_validate(schedule.scope)
    for user in schedule.recipients.filter(is_active=True):
        for day in days if may(user, Verb.FLEET_REPORT) else []:
            period = relative(RelativePeriod(schedule.period), day)
            kind, form = ReportKind(schedule.kind), ReportFormat(schedule.format)
            run = new_run(user, kind, form, scope, period, language=user.language)
            known, fresh = ReportRun.objects.get_or_create(
                schedule=schedule, due=day, requested_by=user, defaults=_fields(run)
            )
            made += [known.pk] if fresh else []
    schedule.made_until = now
    schedule.save(update_fields=["made_until"])
    return made


def _fields(run: ReportRun) -> dict[str, Any]:
    names = ("kind", "format", "parameters", "language", "created_at", "expires_at")
    return {name: getattr(run, name) for name in names}


def _fits(schedule: ReportSchedule, day: date) -> bool:
    if schedule.every == Every.WEEK:
        return day.weekday() == schedule.weekday
    return schedule.every == Every.DAY or day.day == schedule.day


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), timezone.get_current_timezone())


def _reads(role: Role) -> bool:
    return may(User(role=role, agency_id=1, is_active=True), Verb.FLEET_REPORT)
