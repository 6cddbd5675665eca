"""Two people, or two requests, at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from complaints.actions.forward import forward
from complaints.actions.merge import merge
from complaints.actions.submit import submit
from complaints.actions.verify import verify
from complaints.errors import ChangedMeanwhile
from complaints.intake.submission import parse_submission
from complaints.models import Category, Channel, Complaint, Status, Transition
from kit.errors import AppError
from live.models import OutboxEvent
from tests import world as cast

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], object]) -> list[object]:
    """What each returned, or the AppError that it raised; all start together, each on a connection of its own."""
    start = Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        start.wait(10)
        try:
            return work()
        except AppError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@pytest.fixture
def people(transactional_db: None) -> cast.World:
    people = cast.build()
    Category.objects.create(code="jalan-rusak", name="Jalan rusak", default_agency=people.roads)
    return people


def test_the_same_form_sent_six_times_at_once_is_one_complaint(people: cast.World) -> None:
    values = parse_submission({"category": "jalan-rusak", "title": "Lubang besar", "form_token": str(uuid4())})
    receipts = at_once(*[lambda: submit(values, Channel.PORTAL)] * 6)
    assert Complaint.objects.count() == 1
    assert len({receipt.secret for receipt in receipts}) == 1  # type: ignore[attr-defined]
    assert OutboxEvent.objects.count() == 1


def test_of_two_people_who_forward_at_once_one_is_told_to_look_again(people: cast.World) -> None:
    values = parse_submission({"category": "jalan-rusak", "title": "Lubang besar"})
    code = submit(values, Channel.PORTAL).complaint.tracking_code
    version = verify(code, people.ani).version
    outcomes = at_once(
        lambda: forward(code, people.ani, instruction="Tambal", agency=people.roads, version=version),
        lambda: forward(code, people.slamet, instruction="Periksa", agency=people.fire, version=version),
    )
    assert sum(isinstance(outcome, ChangedMeanwhile) for outcome in outcomes) == 1
    assert Transition.objects.filter(verb="forward").count() == 1


def test_two_merges_at_once_make_neither_a_chain_nor_a_ring(people: cast.World) -> None:
    values = parse_submission({"category": "jalan-rusak", "title": "Lubang besar"})
    for _ in range(5):
        first, second, third = (submit(values, Channel.PORTAL).complaint.tracking_code for _ in range(3))
        outcomes = at_once(
            partial(merge, first, people.ani, into=second),
            partial(merge, second, people.slamet, into=first),
            partial(merge, second, people.slamet, into=third),
        )
        assert sum(isinstance(outcome, Complaint) for outcome in outcomes) == 1
        assert not Complaint.objects.filter(status=Status.MERGED, merged_into__status=Status.MERGED).exists()
