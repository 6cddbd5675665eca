"""No sequence of steps leaves the table, and each step leaves exactly one trace of each kind."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaints.actions.answer import answer
from complaints.actions.archive import archive
from complaints.actions.assign import assign
from complaints.actions.close import close
from complaints.actions.confirm import confirm_by_reporter
from complaints.actions.correct import Correction, correct
from complaints.actions.follow_up import follow_up
from complaints.actions.forward import forward
from complaints.actions.merge import merge
from complaints.actions.postpone import postpone
from complaints.actions.reject import reject
from complaints.actions.remove_photo import remove_photo
from complaints.actions.reopen import reopen, reopen_by_reporter
from complaints.actions.return_ import return_
from complaints.actions.start import start
from complaints.actions.submit import Receipt
from complaints.actions.verify import verify
from complaints.intake.photos import store_photos
from complaints.lifecycle import TABLE, Act
from complaints.models import Complaint, Status, Transition
from kit.errors import AppError
from kit.storage import files_of_transaction
from live.models import OutboxEvent
from people.models import AuditEntry, User
from tests.complaints.conftest import Submit
from tests.complaints.pictures import photo
from tests.world import World

ACTS = [act for act in Act if act != Act.SUBMIT]


def take(act: Act, world: World, receipt: Receipt, other: Receipt, user: User) -> None:
    code, tomorrow = receipt.complaint.tracking_code, timezone.localdate() + timedelta(days=1)
    steps: dict[Act, Callable[[], object]] = {
        Act.VERIFY: lambda: verify(code, user),
        Act.REJECT: lambda: reject(code, user, reason="Bukan pengaduan"),
        Act.MERGE: lambda: merge(code, user, into=other.complaint.tracking_code),
        Act.ANSWER: lambda: answer(code, user, text="Kantor buka pukul delapan"),
        Act.FORWARD: lambda: forward(code, user, instruction="Perbaiki"),
        Act.ASSIGN: lambda: assign(code, user, assignee=world.budi),
        Act.START: lambda: start(code, user),
        Act.FOLLOW_UP: lambda: follow_up(code, user, text="Sudah ditambal", photos=[photo()]),
        Act.RETURN: lambda: return_(code, user, reason="Jalan provinsi"),
        Act.POSTPONE: lambda: postpone(code, user, reason="Hujan", until=tomorrow),
        Act.CLOSE: lambda: close(code, user),
        Act.CONFIRM: lambda: confirm_by_reporter(code, receipt.secret),
        Act.REOPEN: lambda: reopen(code, user, reason="Belum selesai"),
        Act.ARCHIVE: lambda: archive(code, user),
        Act.CORRECT: lambda: correct(code, user, Correction(landmark=uuid4().hex), reason="Keliru"),
        Act.REMOVE_PHOTO: lambda: _remove_photo(code, user, receipt.complaint),
    }
    steps[act]()


def _remove_photo(code: str, user: User, complaint: Complaint) -> Complaint:
    clean = photo()
    with files_of_transaction():
        store_photos([clean], complaint)
        return remove_photo(code, user, complaint.photos.filter(follow_up__isnull=True)[0].pk, reason="Keliru")


def traces(complaint: Complaint) -> tuple[int, int, int]:
    """Transitions, audit entries of the complaint, and its changed or removed events for the centre."""
    return (
        Transition.objects.filter(complaint=complaint).count(),
        AuditEntry.objects.filter(object_id=str(complaint.pk), object_type="complaints.complaint").count(),
        OutboxEvent.objects.filter(object_id=complaint.pk, audiences__contains=["centre"]).count(),
    )


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    walk=st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from(["ani", "slamet", "budi", "citra"])), max_size=14)
)
def test_no_walk_leaves_the_table(world: World, send: Submit, walk: list[tuple[Act, str]]) -> None:
    receipt, other = send(), send()
    complaint = receipt.complaint
    for act, name in walk:
        before, counted = Status(complaint.status), traces(complaint)
        confirmed = complaint.confirmed_at
        try:
            take(act, world, receipt, other, getattr(world, name))
        except AppError:
            complaint.refresh_from_db()
            assert (complaint.status, traces(complaint)) == (before, counted), "a refused step must leave no trace"
            continue
        complaint.refresh_from_db()
        if act == Act.CONFIRM and confirmed:
            assert traces(complaint) == counted
            continue
        rule = TABLE[act]
        assert before in rule.sources | rule.reporter_from
        assert complaint.status == (rule.target or before)
        assert traces(complaint) == tuple(number + 1 for number in counted)


@pytest.mark.parametrize("act", ACTS)
def test_every_step_has_a_way_in(act: Act) -> None:
    rule = TABLE[act]
    reached = {row.target for row in TABLE.values()}
    assert (rule.sources | rule.reporter_from) <= reached


def test_an_archived_complaint_rests_but_for_corrections(world: World, send: Submit) -> None:
    receipt, other = send(), send()
    reject(receipt.complaint.tracking_code, world.ani, reason="Kembar")
    archive(receipt.complaint.tracking_code, world.slamet)
    for act in (act for act in ACTS if act not in {Act.CORRECT, Act.REMOVE_PHOTO}):
        for user in (world.ani, world.slamet, world.budi):
            with pytest.raises(AppError):
                take(act, world, receipt, other, user)


def test_every_status_is_reached(world: World) -> None:
    assert {row.target for row in TABLE.values()} - {None} == set(Status)


def test_the_reporter_reopens_only_with_the_own_link(world: World, send: Submit) -> None:
    receipt, other = send(), send()
    answer(receipt.complaint.tracking_code, world.ani, text="Sudah dijadwalkan")
    with pytest.raises(AppError):
        reopen_by_reporter(receipt.complaint.tracking_code, other.secret, reason="Belum")
    assert reopen_by_reporter(receipt.complaint.tracking_code, receipt.secret, reason="Belum").status == Status.REOPENED
