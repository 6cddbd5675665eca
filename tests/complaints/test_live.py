"""What live viewers are told: snapshot plus events equals a fresh snapshot."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaints.actions.leave_wall import leave_wall
from complaints.lifecycle import Act
from complaints.models import Complaint
from complaints.selectors.wall import snapshot
from kit.errors import AppError
from live import outbox
from tests.complaints.conftest import Submit
from tests.complaints.test_lifecycle import ACTS, take
from tests.world import World

State = dict[int, dict[str, Any]]


def seen(audience: str) -> tuple[int, State]:
    """The event number and the complaints of a fresh snapshot."""
    outbox.number_pending()
    return outbox.last_number(), {event.id: event.model_dump(mode="json") for event in snapshot(audience)}


def followed(state: State, number: int, audience: str) -> State:
    """``state`` after the events that came later."""
    state = dict(state)
    for event in outbox.read_new(number):
        if audience not in event.audiences:
            continue
        if event.type == "complaint.removed":
            state.pop(event.data["id"], None)
        elif event.type == "complaint.changed":
            state[event.data["id"]] = event.data
    return state


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    walk=st.lists(
        st.tuples(st.sampled_from([*ACTS, Act.SUBMIT, None]), st.sampled_from(["ani", "slamet", "budi"])), max_size=12
    )
)
def test_snapshot_plus_events_is_a_fresh_snapshot(
    world: World, send: Submit, walk: list[tuple[Act | None, str]]
) -> None:
    receipt, other = send(), send()
    audiences = ["centre", f"agency:{world.roads.pk}", f"agency:{world.fire.pk}", "public"]
    begun = {audience: seen(audience) for audience in audiences}
    for act, name in walk:
        try:
            if act is None:
                Complaint.objects.update(ended_at=timezone.now() - timedelta(days=2))
                leave_wall()
            elif act is Act.SUBMIT:
                send()
            else:
                take(act, world, receipt, other, getattr(world, name))
        except AppError:
            continue
    for audience in audiences:
        number, state = begun[audience]
        assert followed(state, number, audience) == seen(audience)[1]


def test_an_ended_complaint_leaves_the_wall_after_a_day(world: World, send: Submit) -> None:
    receipt, other = send(), send()
    take(Act.REJECT, world, receipt, other, world.ani)
    assert leave_wall() == 0
    Complaint.objects.filter(pk=receipt.complaint.pk).update(ended_at=timezone.now() - timedelta(hours=25))
    assert leave_wall() == 1
    assert receipt.complaint.pk not in seen("centre")[1]


@pytest.mark.parametrize("audience", ["centre", "agency"])
def test_the_words_and_the_sender_of_a_secret_complaint_are_not_on_the_wall(
    world: World, send: Submit, audience: str
) -> None:
    receipt = send(title="Kepala desa minta uang", confidential=True, name="Roslina", phone="0812-3456-7890")
    take(Act.VERIFY, world, receipt, receipt, world.ani)
    take(Act.FORWARD, world, receipt, receipt, world.ani)
    state = seen(audience if audience == "centre" else f"agency:{world.roads.pk}")[1]
    words = str(state[receipt.complaint.pk])
    assert not any(word in words for word in ("Kepala desa", "Roslina", "0812"))


def test_the_public_has_no_complaints_on_its_wall(send: Submit) -> None:
    send()
    assert seen("public")[1] == {}
