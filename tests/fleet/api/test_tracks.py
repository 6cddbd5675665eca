"""The tracks of several vehicles for one clock."""

from typing import Any

import pytest
from django.test import Client

from fleet.api import tracks
from fleet.models import Vehicle
from fleet.trips.rebuild import build_from
from people.models import User
from tests import world as cast
from tests.fleet.conftest import NOON, delivery, store
from tests.fleet.history.test_timeline import event, morning
from tests.vehicles import make_vehicle

pytestmark = pytest.mark.django_db(transaction=True)
HOURS = "from=2026-03-01T11:00:00Z&to=2026-03-01T15:00:00Z"


@pytest.fixture
def people(transactional_db: None) -> cast.World:
    return cast.build()


@pytest.fixture
def grader(people: cast.World) -> Vehicle:
    return make_vehicle("grader-1", people.roads)


def ask(user: User, query: str) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(f"/api/v1/tracks?{query}")


def test_it_gives_lines_parts_and_events(people: cast.World, grader: Vehicle) -> None:
    store([delivery(*morning())])
    build_from(grader.pk, NOON)
    event(grader, 700)
    (found,) = ask(people.budi, f"vehicles={grader.pk}&{HOURS}").json()["vehicles"]
    assert [len(line) for line in found["lines"]] == [80, 20]
    assert [part[0] for part in found["parts"]] == ["stop", "drive", "gap", "stop"]
    assert [(one["kind"], one["severity"]) for one in found["events"]] == [("overspeed", 1)]
    assert (found["thinned"], found["cut"]) == (False, False)


def test_the_vehicles_come_in_the_order_that_was_asked_for(people: cast.World, grader: Vehicle) -> None:
    other = make_vehicle("fire-1", people.fire)
    found = ask(people.ani, f"vehicles={other.pk},{grader.pk},{other.pk}&{HOURS}").json()["vehicles"]
    assert [one["id"] for one in found] == [other.pk, grader.pk]


def test_an_officer_gets_nothing_when_one_of_the_vehicles_is_another_agencys(
    people: cast.World, grader: Vehicle
) -> None:
    other = make_vehicle("fire-1", people.fire)
    assert ask(people.budi, f"vehicles={grader.pk},{other.pk}&{HOURS}").status_code == 404


def test_it_says_when_it_has_thinned(people: cast.World, grader: Vehicle, monkeypatch: pytest.MonkeyPatch) -> None:
    store([delivery(*morning())])
    monkeypatch.setattr(tracks, "MAX_POINTS", 50)
    monkeypatch.setattr(tracks, "LEAST_POINTS", 50)
    (found,) = ask(people.budi, f"vehicles={grader.pk}&{HOURS}").json()["vehicles"]
    assert sum(map(len, found["lines"])) <= 50
    assert (found["thinned"], found["fixes"]) == (True, 100)


@pytest.mark.parametrize(
    "query",
    [
        HOURS,
        f"vehicles=&{HOURS}",
        f"vehicles=one&{HOURS}",
        f"vehicles=-1&{HOURS}",
        f"vehicles={','.join(map(str, range(1, 14)))}&{HOURS}",
        "vehicles=1&from=2026-03-01T11:00:00Z",
        "vehicles=1&from=2026-03-01T11:00:00&to=2026-03-01T12:00:00",
        f"vehicles=1&{HOURS}&colour=red",
    ],
)
def test_it_rejects_what_it_does_not_understand(people: cast.World, query: str) -> None:
    assert ask(people.ani, query).status_code == 400


@pytest.mark.parametrize("until", ["2026-03-01T11:00:00Z", "2026-03-01T10:00:00Z", "2026-03-09T11:00:00Z"])
def test_it_rejects_a_time_that_is_none_or_too_long(people: cast.World, grader: Vehicle, until: str) -> None:
    assert ask(people.ani, f"vehicles={grader.pk}&from=2026-03-01T11:00:00Z&to={until}").status_code == 400
