"""The addresses of the API below ``/api/v1/fleet/``: the one table from which routes and OpenAPI document are made."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from fleet.api import params, schemas, views
from kit.http.parameters import Query
from people.access import Verb

PREFIX: Final = "api/v1/fleet/"


@dataclass(frozen=True)
class Endpoint:
    """``route`` as Django writes it; ``handler`` takes an ``Asked`` of ``query`` and gives ``answer``, or its page."""

    name: str
    route: str
    summary: str
    query: type[Query]
    answer: type[schemas.Answer]
    handler: Callable[[Any], views.Page[schemas.Answer] | schemas.Answer]
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
        params.VehiclesQuery,
        schemas.VehiclePage,
        views.vehicles,
    ),
    Endpoint(
        "vehicle",
        "vehicles/<int:vehicle_id>",
        "One vehicle, with what is in it",
        params.NothingAsked,
        schemas.VehicleDetail,
        views.vehicle,
    ),
    Endpoint(
        "positions",
        "vehicles/<int:vehicle_id>/positions",
        "Where a vehicle was",
        params.PositionsQuery,
        schemas.PositionPage,
        views.positions,
    ),
    Endpoint(
        "trips",
        "vehicles/<int:vehicle_id>/trips",
        "What a vehicle did: drives and stops, with their reasons",
        params.TripsQuery,
        schemas.TripPage,
        views.trips,
    ),
    Endpoint("events", "events", "What happened to vehicles", params.EventsQuery, schemas.EventPage, views.events),
    Endpoint("near", "near", "Who was near a place", params.NearQuery, schemas.NearbyPage, views.near),
    Endpoint("drivers", "drivers", "Drivers", params.DriversQuery, schemas.DriverPage, views.drivers, Verb.DRIVER_VIEW),
)
