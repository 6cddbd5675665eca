"""Costly work takes turns."""

import threading

import pytest

from kit.concurrency_limit import ConcurrencyLimit
from kit.errors import TryLater
from tests.wait_for import until


def test_no_more_than_so_many_work_at_once_and_the_others_follow() -> None:
    turns = ConcurrencyLimit(at_once=2, wait_s=30)
    go, inside, most, done = threading.Event(), [], [0], []

    def work(number: int) -> None:
        with turns.turn():
            inside.append(number)
            most[0] = max(most[0], len(inside))
            go.wait(30)
            inside.remove(number)
        done.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    until(lambda: len(inside) == 2, what="two at work")
    go.set()
    for thread in threads:
        thread.join(30)
    assert (most[0], sorted(done)) == (2, list(range(6)))


def test_a_wait_that_is_too_long_ends_in_try_later_and_a_failure_gives_the_turn_back() -> None:
    turns = ConcurrencyLimit(at_once=1, wait_s=0.05)
    with pytest.raises(ZeroDivisionError), turns.turn():
        with pytest.raises(TryLater), turns.turn():
            raise AssertionError("there is no second turn")
        raise ZeroDivisionError
    with turns.turn():
        pass
