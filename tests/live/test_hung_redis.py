"""A Redis that hangs stops nobody who writes."""

import pytest
from django.db import connection, transaction

from benchmarks._hung_redis import hung_redis_s
from fleet.events.event_types import VehicleEventRemoved
from live import wakeup
from live.publish import publish

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.alone
def test_publishing_500_events_while_redis_hangs_takes_a_second_at_most() -> None:
    assert hung_redis_s() < 1.0


def test_a_transaction_wakes_the_hubs_once_however_many_events_it_publishes() -> None:
    with transaction.atomic():
        for number in range(1, 51):
            publish(VehicleEventRemoved(id=number), ["centre"])
        wakes = [entry for entry in connection.run_on_commit if entry[1] is wakeup.wake_hubs]
        assert len(wakes) == 1


def test_a_savepoint_that_is_rolled_back_does_not_take_the_wake_up_of_later_events_with_it() -> None:
    with transaction.atomic():
        with pytest.raises(KeyError), transaction.atomic():
            publish(VehicleEventRemoved(id=1), ["centre"])
            raise KeyError
        publish(VehicleEventRemoved(id=2), ["centre"])
        assert [entry[1] for entry in connection.run_on_commit] == [wakeup.wake_hubs]
