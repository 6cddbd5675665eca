"""What each step promises beyond its row in the table."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from complaints.actions.assign import assign
from complaints.actions.close import close
from complaints.actions.follow_up import follow_up
from complaints.actions.forward import forward
from complaints.actions.merge import merge
from complaints.actions.postpone import postpone
from complaints.actions.reopen import reopen, reopen_by_reporter
from complaints.actions.return_ import return_
from complaints.actions.start import start
from complaints.actions.submit import Receipt, submit
from complaints.actions.verify import verify
from complaints.errors import ChangedMeanwhile, ComplaintNotFound, EvidenceMissing, Missing, SecondPersonNeeded
from complaints.intake.submission import parse_submission
from complaints.models import Category, Channel, Complaint, Priority, Status
from live.models import OutboxEvent
from people.access import Denied
from tests.complaints.conftest import Submit
from tests.complaints.pictures import photo
from tests.world import World


def at_roads(world: World, receipt: Receipt) -> str:
    """The complaint, forwarded to the roads agency by Ani; its code."""
    code = receipt.complaint.tracking_code
    verify(code, world.ani)
    forward(code, world.ani, instruction="Tambal pekan ini", agency=world.roads)
    return code


def worked_on(world: World, receipt: Receipt, *, evidence: bool = True) -> str:
    """The complaint, followed up by Budi; its code."""
    code = at_roads(world, receipt)
    start(code, world.budi)
    follow_up(code, world.budi, text="Ditambal", photos=[photo()] if evidence else [])
    return code


def test_a_complaint_without_a_photo_of_the_work_stays_open(world: World, send: Submit) -> None:
    code = worked_on(world, send(), evidence=False)
    with pytest.raises(EvidenceMissing):
        close(code, world.ani)


def test_evidence_from_before_the_reopening_does_not_count(world: World, send: Submit) -> None:
    receipt = send()
    code = worked_on(world, receipt)
    close(code, world.ani)
    reopen_by_reporter(code, receipt.secret, reason="Berlubang lagi")
    start(code, world.budi)
    follow_up(code, world.budi, text="Sudah kami lihat")
    with pytest.raises(EvidenceMissing):
        close(code, world.ani)


def test_a_question_closes_without_a_photo(world: World, question: Category) -> None:
    receipt = submit(parse_submission({"category": "informasi", "title": "Jam buka?"}), Channel.PORTAL)
    assert close(worked_on(world, receipt, evidence=False), world.ani).status == Status.CLOSED


def test_a_second_person_closes_where_the_category_asks_for_it(world: World, misconduct: Category) -> None:
    receipt = submit(parse_submission({"category": "pungli", "title": "Diminta uang"}), Channel.PORTAL)
    code = worked_on(world, receipt)
    with pytest.raises(SecondPersonNeeded):
        close(code, world.ani)
    assert close(code, world.slamet).status == Status.CLOSED


def test_not_ours_goes_to_triage_and_is_counted(world: World, send: Submit) -> None:
    code = at_roads(world, send())
    complaint = return_(code, world.budi, reason="Jalan provinsi")
    assert (complaint.status, complaint.agency, complaint.returned_count) == (Status.VERIFIED, None, 1)


def test_the_agency_that_loses_a_complaint_is_told_to_forget_it(world: World, send: Submit) -> None:
    receipt = send()
    return_(at_roads(world, receipt), world.budi, reason="Jalan provinsi")
    last = OutboxEvent.objects.filter(audiences=[f"agency:{world.roads.pk}"]).latest("id")
    assert (last.type, last.object_id) == ("complaint.removed", receipt.complaint.pk)


def test_the_agency_is_told_when_its_work_did_not_hold(world: World, send: Submit) -> None:
    receipt = send()
    code = worked_on(world, receipt)
    close(code, world.ani)
    reopen_by_reporter(code, receipt.secret, reason="Berlubang lagi")
    event = OutboxEvent.objects.latest("id")
    assert f"agency:{world.roads.pk}" in event.audiences
    assert event.data["status"] == "reopened"


def test_an_older_version_is_refused(world: World, send: Submit) -> None:
    receipt = send()
    verify(receipt.complaint.tracking_code, world.ani, version=1)
    with pytest.raises(ChangedMeanwhile):
        forward(receipt.complaint.tracking_code, world.slamet, instruction="Perbaiki", version=1)


def test_another_agency_does_not_even_learn_that_the_complaint_exists(world: World, send: Submit) -> None:
    code = at_roads(world, send())
    with pytest.raises(ComplaintNotFound):
        start(code, world.citra)


def test_an_operator_cannot_speak_for_an_agency(world: World, send: Submit) -> None:
    code = at_roads(world, send())
    with pytest.raises(Denied):
        start(code, world.ani)


def test_work_is_given_to_the_own_people_only(world: World, send: Submit) -> None:
    code = at_roads(world, send())
    with pytest.raises(Missing):
        assign(code, world.budi, assignee=world.citra)
    assert assign(code, world.budi, assignee=world.fajar).assignee == world.fajar


def test_a_complaint_is_not_put_off_to_the_past(world: World, send: Submit) -> None:
    code = at_roads(world, send())
    with pytest.raises(Missing):
        postpone(code, world.budi, reason="Hujan", until=timezone.localdate())


def test_a_postponed_complaint_is_due_on_the_day_named(world: World, send: Submit) -> None:
    day = timezone.localdate() + timedelta(days=20)
    complaint = postpone(at_roads(world, send()), world.budi, reason="Menunggu anggaran", until=day)
    assert complaint.due_at is not None
    assert timezone.localdate(complaint.due_at) == day


@pytest.mark.parametrize(("name", "most"), [("budi", 60), ("slamet", 180)])
def test_a_complaint_is_not_put_off_for_ever(world: World, send: Submit, name: str, most: int) -> None:
    code, user, today = at_roads(world, send()), getattr(world, name), timezone.localdate()
    for late in (today + timedelta(days=most + 1), date(9999, 12, 31)):
        with pytest.raises(Missing, match=str(most)):
            postpone(code, user, reason="Hujan", until=late)
    last = today + timedelta(days=most)
    assert postpone(code, user, reason="Hujan", until=last).postponed_until == last


def test_a_complaint_that_took_others_in_is_not_merged_away(world: World, send: Submit) -> None:
    first, second, third = (send().complaint.tracking_code for _ in range(3))
    merge(first, world.ani, into=second)
    with translation.override("en"), pytest.raises(Missing, match="instead"):
        merge(second, world.ani, into=third)
    with pytest.raises(Missing):
        merge(third, world.ani, into=first)
    assert merge(third, world.ani, into=second).status == Status.MERGED


def test_a_complaint_does_not_merge_into_itself(world: World, send: Submit) -> None:
    code = send().complaint.tracking_code
    with pytest.raises(Missing):
        merge(code, world.ani, into=code)


def test_forwarding_needs_an_instruction(world: World, send: Submit) -> None:
    code = send().complaint.tracking_code
    verify(code, world.ani)
    with pytest.raises(Missing):
        forward(code, world.ani, instruction="  ")


def test_the_priority_is_set_when_verifying(world: World, send: Submit) -> None:
    assert verify(send().complaint.tracking_code, world.ani, priority=Priority.HIGH).priority == Priority.HIGH


def test_a_refused_step_changes_nothing(world: World, send: Submit) -> None:
    receipt = send()
    with pytest.raises(Missing):
        reopen(worked_on(world, receipt), world.ani, reason="")
    assert Complaint.objects.get(pk=receipt.complaint.pk).status == Status.FOLLOWED_UP
