"""Numbers follow the order of the commits, whatever the order of the inserts."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import ClassVar

import pytest
from django.db import connection, transaction

from live import outbox, registry
from live.events import Event
from live.models import OutboxEvent
from live.publish import publish


class LampChanged(Event):
    type: ClassVar[str] = "lamp.changed"
    lit: bool


class LampRemoved(Event):
    type: ClassVar[str] = "lamp.removed"


class UnregisteredChanged(Event):
    type: ClassVar[str] = "unregistered.changed"


@pytest.fixture(autouse=True)
def lamps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_entities", {})
    registry.register(entity="lamp", changed=LampChanged, removed=LampRemoved, snapshot=lambda audience: [])


def light(lamp: int) -> None:
    with transaction.atomic():
        publish(LampChanged(id=lamp, lit=True), ["centre"])


@contextmanager
def slow_transaction(lamp: int) -> Iterator[None]:
    """A transaction in another connection that has inserted its event and commits when the block ends."""
    inserted, may_commit = threading.Event(), threading.Event()

    def work() -> None:
        try:
            with transaction.atomic():
                publish(LampChanged(id=lamp, lit=True), ["centre"])
                inserted.set()
                may_commit.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    assert inserted.wait(20)
    try:
        yield
    finally:
        may_commit.set()
        thread.join(20)


@pytest.mark.usefixtures("transactional_db")
def test_a_slow_transaction_that_inserted_first_is_not_skipped() -> None:
    with slow_transaction(lamp=1):
        light(2)
        first = outbox.read_new(0)
    second = outbox.read_new(first[-1].number)
    assert [event.data["id"] for event in first] == [2]
    assert [event.data["id"] for event in second] == [1]
    assert OutboxEvent.objects.get(object_id=1).pk < OutboxEvent.objects.get(object_id=2).pk


@pytest.mark.usefixtures("transactional_db")
def test_processes_that_number_at_once_give_every_number_once() -> None:
    before = outbox.last_number()
    for lamp in range(60):
        light(lamp)
    together = threading.Barrier(4)

    def number() -> None:
        together.wait(20)
        outbox.number_pending()
        connection.close()

    threads = [threading.Thread(target=number) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert [event.number - before for event in outbox.events_after(0, limit=100)] == list(range(1, 61))
    assert outbox.last_number() == before + 60


@pytest.mark.usefixtures("transactional_db")
def test_an_event_of_a_rolled_back_change_is_never_seen() -> None:
    class GoneWrong(Exception):
        pass

    with pytest.raises(GoneWrong), transaction.atomic():
        publish(LampChanged(id=1, lit=True), ["centre"])
        raise GoneWrong
    assert list(outbox.read_new(0)) == []


@pytest.mark.usefixtures("transactional_db")
def test_it_refuses_to_publish_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        publish(LampChanged(id=1, lit=True), ["centre"])


@pytest.mark.usefixtures("transactional_db")
def test_it_refuses_an_event_that_nobody_registered() -> None:
    with pytest.raises(ValueError, match="not registered"), transaction.atomic():
        publish(UnregisteredChanged(id=1), ["centre"])


@pytest.mark.usefixtures("transactional_db")
def test_a_client_resumes_only_while_everything_it_missed_is_kept() -> None:
    before = outbox.last_number()
    for lamp in range(3):
        light(lamp)
    outbox.number_pending()
    assert outbox.can_resume(before)
    assert outbox.can_resume(before + 3)
    assert not outbox.can_resume(before + 4)
    assert outbox.prune(keep_for=timedelta(0), keep_rows=100) == 3
    assert not outbox.can_resume(before + 1)
    assert outbox.can_resume(before + 3)
    light(9)
    assert [event.number for event in outbox.read_new(before + 3)] == [before + 4]


@pytest.mark.usefixtures("transactional_db")
def test_the_outbox_holds_so_many_events_and_what_is_left_has_no_hole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "_PORTION", 2)
    before = outbox.last_number()
    for lamp in range(7):
        light(lamp)
    outbox.number_pending()
    light(7)
    assert outbox.prune(keep_for=timedelta(hours=1), keep_rows=3) == 4
    kept = OutboxEvent.objects.order_by("number").values_list("number", flat=True)
    assert [number and number - before for number in kept] == [5, 6, 7, None]
    assert (outbox.can_resume(before + 3), outbox.can_resume(before + 4)) == (False, True)


def test_an_event_refuses_fields_that_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="extra"):
        LampChanged(id=1, lit=True, colour="red")  # type: ignore[call-arg]
