"""Link complaints that tell of the same incident, and take a link back."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.errors import ComplaintNotFound
from complaints.models import Complaint
from complaints.tracking import BadCode, parse_code
from incidents.actions.step import Entry, Step, step
from incidents.errors import AlreadyLinked, Missing, NotLinked
from incidents.lifecycle import TABLE, Act
from incidents.models import EntryKind, Incident, IncidentComplaint
from people.access import Verb, require, which
from people.models import User

MOST = 50
"""Complaints of one form."""


def link_complaints(code: str, user: User, tracking_codes: Sequence[str]) -> Incident:
    """Link complaints, all or none. Raises Missing, ComplaintNotFound, AlreadyLinked, and as `step`.

    A complaint that is named twice is linked once.
    """
    require(user, TABLE[Act.LINK_COMPLAINT].permission)
    with transaction.atomic():
        found = locked_complaints(user, tracking_codes)
        if not found:
            raise Missing(_("Name the complaint by its tracking code."), field="complaint")
        with step(Act.LINK_COMPLAINT, code, user) as taken:
            known = IncidentComplaint.objects.filter(incident=taken.incident, complaint__in=found)
            if known.exists():
                raise AlreadyLinked(field="complaint")
            write_links(taken, found, user)
    return taken.incident


def unlink_complaint(code: str, user: User, tracking_code: str) -> Incident:
    """Take the link of a complaint back. Raises NotLinked, and as `step`."""
    require(user, TABLE[Act.UNLINK_COMPLAINT].permission)
    with transaction.atomic():
        complaints = Complaint.objects.select_for_update(no_key=True)
        complaint = complaints.filter(tracking_code=_as_stored(tracking_code)).first()
        if complaint is None:
            raise NotLinked(field="complaint")
        with step(Act.UNLINK_COMPLAINT, code, user) as taken:
            deleted, _rows = IncidentComplaint.objects.filter(incident=taken.incident, complaint=complaint).delete()
            if not deleted:
                raise NotLinked(field="complaint")
            taken.entries.append(Entry(EntryKind.COMPLAINT_UNLINKED, complaint.tracking_code, complaint=complaint))
            taken.detail["complaints"] = [complaint.tracking_code]
    return taken.incident


def locked_complaints(user: User, tracking_codes: Sequence[str]) -> list[Complaint]:
    """The complaints in the order in which they are named. Raises ComplaintNotFound for one that the user has not."""
    wanted = list(dict.fromkeys(_as_stored(code) for code in tracking_codes if code.strip()))
    if len(wanted) > MOST:
        raise Missing(_("These are too many complaints for one form; link some of them later."), field="complaint")
    visible = which(user, Verb.COMPLAINT_VIEW, Complaint.objects.all())
    # In one order, so that two forms that name the same complaints wait for each other and not crosswise.
    rows = (
        visible.select_for_update(of=("self",), no_key=True).select_related("category").filter(tracking_code__in=wanted)
    )
    found = {complaint.tracking_code: complaint for complaint in rows.order_by("pk")}
    if len(found) < len(wanted):
        raise ComplaintNotFound(field="complaint")
    return [found[code] for code in wanted]


def write_links(taken: Step, complaints: Sequence[Complaint], user: User) -> None:
    """The links, their lines of the timeline and what the audit trail says of them, in a step's transaction."""
    IncidentComplaint.objects.bulk_create(
        IncidentComplaint(incident=taken.incident, complaint=complaint, linked_by=user) for complaint in complaints
    )
    taken.entries += [
        Entry(EntryKind.COMPLAINT_LINKED, complaint.tracking_code, complaint=complaint) for complaint in complaints
    ]
    if complaints:
        taken.detail["complaints"] = [complaint.tracking_code for complaint in complaints]


def _as_stored(tracking_code: str) -> str:
    try:
        return parse_code(tracking_code)
    except BadCode as error:
        raise ComplaintNotFound(field="complaint") from error
