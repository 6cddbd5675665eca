"""Zones that hold for a time only."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from layers.selectors import live_zones, public_versions
from layers.tasks import announce_due_zones
from live.models import OutboxEvent
from tests.layers.drawings import published
from tests.world import World

NOW = timezone.now()
DAY = timedelta(days=1)


def types() -> list[str]:
    return list(OutboxEvent.objects.order_by("id").values_list("type", flat=True))


def test_a_zone_that_begins_tomorrow_is_not_shown_yet(world: World) -> None:
    published(world.dewi, valid_from=(NOW + DAY).isoformat())
    assert (types(), list(live_zones("centre")), public_versions().count()) == ([], [], 0)


def test_it_is_shown_once_when_its_validity_begins(world: World) -> None:
    published(world.dewi, valid_from=(NOW + DAY).isoformat())
    counts = [announce_due_zones(NOW + 2 * DAY) for _ in range(3)]
    assert (counts, types()) == ([1, 0, 0], ["zone.changed"])


def test_it_is_removed_once_when_its_validity_ends(world: World) -> None:
    published(world.dewi, valid_to=(NOW + DAY).isoformat())
    counts = [announce_due_zones(NOW + 2 * DAY) for _ in range(3)]
    assert (counts, types()) == ([1, 0, 0], ["zone.changed", "zone.removed"])


def test_a_zone_whose_validity_has_ended_is_published_without_a_word(world: World) -> None:
    zone = published(world.dewi, valid_from="2015-06-02", valid_to="2019-05-20")
    assert (zone.shown, types()) == (False, [])


def test_the_region_s_time_zone_is_meant_where_none_is_given(world: World) -> None:
    zone = published(world.dewi, valid_from="2026-01-01T00:00")
    assert zone.valid_from == datetime(2025, 12, 31, 17, tzinfo=UTC)


def test_the_end_itself_is_no_longer_valid(world: World) -> None:
    end = NOW + DAY
    published(world.dewi, valid_to=end.isoformat())
    assert (public_versions(end - timedelta(seconds=1)).count(), public_versions(end).count()) == (1, 0)
