"""Rate limits in the database: exact under concurrency, kept between processes, cleared when they are over."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from kit import rate_limit
from kit.models import RateLimit
from kit.tasks import delete_expired_limits
from tests.wait_for import until

HOUR = timedelta(hours=1)


def test_the_limit_is_allowed_at_once_and_the_next_use_is_told_when(db: None) -> None:
    decisions = [rate_limit.allow("test", "10.1.1.1", 3, HOUR) for _ in range(4)]
    assert [decision.allowed for decision in decisions] == [True, True, True, False]
    assert 1190 <= decisions[3].retry_after <= 1200


def test_a_use_becomes_possible_again_after_its_share_of_the_period(db: None) -> None:
    short = timedelta(milliseconds=400)
    assert [rate_limit.allow("test", "a", 2, short).allowed for _ in range(3)] == [True, True, False]
    until(lambda: rate_limit.allow("test", "a", 2, short).allowed, seconds=5)


def test_keys_and_scopes_are_counted_apart_and_stored_as_digests_alone(db: None) -> None:
    assert rate_limit.allow("test", "10.1.1.1", 1, HOUR).allowed
    assert rate_limit.allow("test", "10.1.1.2", 1, HOUR).allowed
    assert rate_limit.allow("other", "10.1.1.1", 1, HOUR).allowed
    assert not rate_limit.allow("other", "10.1.1.1", 1, HOUR).allowed
    assert all(len(row.key_hash) == 64 and "10.1" not in str(row) for row in RateLimit.objects.all())


@pytest.mark.parametrize("key", ["", "\x00", "\ud800", "x" * 100_000])
def test_any_text_can_be_a_key(db: None, key: str) -> None:
    assert [rate_limit.allow("test", key, 1, HOUR).allowed for _ in range(2)] == [True, False]


def test_a_limit_of_nothing_allows_nothing(db: None) -> None:
    assert rate_limit.allow("test", "a", 0, HOUR) == rate_limit.Decision(allowed=False, retry_after=3600)


def test_a_released_use_can_be_used_again_and_a_reset_forgets_all(db: None) -> None:
    for _ in range(2):
        rate_limit.allow("test", "a", 2, HOUR)
    rate_limit.release("test", "a", 2, HOUR)
    assert [rate_limit.allow("test", "a", 2, HOUR).allowed for _ in range(2)] == [True, False]
    rate_limit.reset("test", "a")
    assert rate_limit.allow("test", "a", 2, HOUR).allowed


def test_rows_that_limit_nothing_any_more_are_deleted_by_the_worker(db: None) -> None:
    rate_limit.allow("test", "over", 1, timedelta(microseconds=1))
    rate_limit.allow("test", "holds", 1, HOUR)
    delete_expired_limits(0)
    assert RateLimit.objects.count() == 1
    assert not rate_limit.allow("test", "holds", 1, HOUR).allowed


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_never_more_than_the_limit_are_allowed() -> None:
    threads, allowed = 12, list[bool]()
    barrier = threading.Barrier(threads)

    def attempt() -> None:
        try:
            barrier.wait(10)
            for _ in range(3):
                allowed.append(rate_limit.allow("test", "10.1.1.1", 8, HOUR).allowed)
        finally:
            connection.close()

    started = [threading.Thread(target=attempt) for _ in range(threads)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join(30)
    assert (sum(allowed), len(allowed)) == (8, 36)


@pytest.mark.django_db(transaction=True)
def test_a_count_that_could_be_rolled_back_is_refused() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        rate_limit.allow("test", "a", 1, HOUR)
