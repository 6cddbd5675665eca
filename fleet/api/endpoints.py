"""The addresses of the API below ``/api/v1/fleet/``: the one table from which routes and OpenAPI document are made."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from fleet.api import answers, asked, lists
from fleet.api.query import Query
from people.access import Verb

PREFIX: Final = "api/v1/fleet/"


@dataclass(frozen=True)
class Endpoint:
    """``route`` as Django writes it; ``handler`` takes an ``Asked`` of ``query`` and gives ``answer``, or its page."""

    name: str
    route: str
    summary: str
    query: type[Query]
    answer: type[answers.Answer]
    handler: Callable[[Any], lists.Page[answers.Answer] | answers.Answer]
    verb: Verb = Verb.VEHICLE_VIEW

    @property
    def path(self) -> str:
        """The route as OpenAPI writes it."""
        return f"/{PREFIX}{self.route.replace('<int:vehicle_id>', '{vehicle_id}')}"


ENDPOINTS: Final = (
    Endpoint(
        "vehicles",
        "vehicles",
        "Vehicles, with where they are",
        asked.VehiclesQuery,
        answers.VehiclePage,
        lists.vehicles,
    ),
    Endpoint(
        "vehicle",
        "vehicles/<int:vehicle_id>",
        "One vehicle, with what is in it",
        asked.NothingAsked,
        answers.VehicleDetail,
        lists.vehicle,
    ),
    Endpoint(
        "positions",
        "vehicles/<int:vehicle_id>/positions",
        "Where a vehicle was",
        asked.PositionsQuery,
        answers.PositionPage,
        lists.positions,
    ),
    Endpoint(
        "trips",
        "vehicles/<int:vehicle_id>/trips",
        "What a vehicle did: drives and stops, with their reasons",
        asked.TripsQuery,
        answers.TripPage,
        lists.trips,
    ),
    Endpoint("events", "events", "What happened to vehicles", asked.EventsQuery, answers.EventPage, lists.events),
    Endpoint("near", "near", "Who was near a place", asked.NearQuery, answers.NearbyPage, lists.near),
    Endpoint("drivers", "drivers", "Drivers", asked.DriversQuery, answers.DriverPage, lists.drivers, Verb.DRIVER_VIEW),
)
