"""Reading people and the audit trail, for the one who asks."""

from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from people.access import Verb, may, require
from people.models import AccountChange, Agency, ApiKey, AuditEntry, Session, User
from people.models.account_change import State


def users(actor: User, text: str = "") -> QuerySet[User]:
    """All users whose name, login or agency holds ``text``. Raises Denied."""
    require(actor, Verb.USER_EDIT)
    found = User.objects.select_related("agency").order_by("-is_active", "role", "first_name", "username")
    if text:
        found = found.filter(
            Q(username__icontains=text)
            | Q(first_name__icontains=text)
            | Q(last_name__icontains=text)
            | Q(agency__name__icontains=text)
            | Q(agency__short_name__icontains=text)
        )
    return found


def agencies(actor: User) -> QuerySet[Agency]:
    """All agencies, those in use first; ``people`` counts the accounts that may log in. Raises Denied."""
    require(actor, Verb.AGENCY_EDIT)
    people = Count("members", filter=Q(members__is_active=True))
    return Agency.objects.annotate(people=people).order_by("-active", "name")


def api_keys(actor: User) -> QuerySet[ApiKey]:
    """One's own keys, the newest first; everybody's for who edits people."""
    found = ApiKey.objects.select_related("user")
    return found if may(actor, Verb.USER_EDIT) else found.filter(user=actor)


def sessions(user: User) -> QuerySet[Session]:
    """Where the user is logged in now, the latest used first."""
    return Session.objects.filter(user=user, expire_date__gt=timezone.now()).order_by("-last_seen")


def account_changes(actor: User) -> tuple[list[AccountChange], list[AccountChange]]:
    """Changes that wait for a second person, and the fifty that were decided last. Raises Denied."""
    require(actor, Verb.USER_CONFIRM)
    found = AccountChange.objects.select_related("user", "requested_by", "decided_by", "agency")
    decided = found.exclude(state=State.OPEN).order_by("-decided_at")
    return list(found.filter(state=State.OPEN)), list(decided[:50])


def audit_entries(
    actor: User,
    *,
    person: str = "",
    action: str = "",
    obj: str = "",
    day: date | None = None,
    before: int | None = None,
) -> QuerySet[AuditEntry]:
    """The audit trail, newest first. ``before`` is the id to go on from. Raises Denied."""
    require(actor, Verb.AUDIT_VIEW)
    entries = AuditEntry.objects.select_related("actor").order_by("-id")
    if person:
        entries = entries.filter(Q(actor__username__icontains=person) | Q(actor__first_name__icontains=person))
    if action:
        entries = entries.filter(action=action)
    if obj:
        entries = entries.filter(Q(object_label__icontains=obj) | Q(object_id=obj))
    if day:
        entries = entries.filter(at__date=day)
    if before:
        entries = entries.filter(id__lt=before)
    return entries
