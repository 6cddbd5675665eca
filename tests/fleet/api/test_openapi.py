"""The OpenAPI document is true: valid, complete, and what real answers look like."""

from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from fleet.api.endpoints import ENDPOINTS, PREFIX, Endpoint
from fleet.models import Driver
from tests import world as cast
from tests.architecture.test_permission_matrix import routes
from tests.fleet.api.test_v1 import DAY, happened
from tests.fleet.conftest import delivery, fix, store
from tests.vehicles import make_vehicle

ASKED = {
    "vehicle": "",
    "vehicles": "limit=1",
    "drivers": "",
    "events": f"{DAY}&limit=1",
    "near": f"{DAY}&lon=98.49&lat=3.1",
    "positions": f"{DAY}&marked=true",
    "trips": DAY,
}


@pytest.fixture(scope="module")
def document() -> Any:
    return Client().get("/api/v1/openapi.json").json()


def test_it_holds_to_the_standard(document: Any) -> None:
    assert document["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(document).validate()


OF_PAGES = {f"{PREFIX}events/<int:event_id>/acknowledge"}
"""What the product's own pages do with a session; no key opens it."""


def test_it_tells_of_every_address_of_the_api(document: Any) -> None:
    served = {route for route in routes(get_resolver().url_patterns) if route.startswith(PREFIX)} - OF_PAGES
    assert {"/" + route.replace("<int:vehicle_id>", "{vehicle_id}") for route in served} == set(document["paths"])


def test_every_parameter_and_no_other_is_told(document: Any) -> None:
    for endpoint in ENDPOINTS:
        told = {one["name"] for one in document["paths"][endpoint.path]["get"]["parameters"] if one["in"] == "query"}
        assert told == {field.alias or name for name, field in endpoint.query.model_fields.items()}


def holds(document: Any, reference: dict[str, str], body: Any) -> None:
    """The body is what the schema says."""
    Draft202012Validator({**reference, "components": document["components"]}).validate(body)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda one: one.name)
def test_real_answers_are_what_the_document_says(document: Any, transactional_db: None, endpoint: Endpoint) -> None:
    people = cast.build()
    grader, _ = make_vehicle("grader-1", people.roads), make_vehicle("engine-1")
    store([delivery(fix("grader-1", speed_mps=8.0), fix("grader-1", seconds=9, accuracy_m=900.0), fix("engine-1"))])
    happened(grader), happened(grader, 5)
    Driver.objects.create(name="Tarigan")
    client = Client()
    client.force_login(people.ani)
    address = endpoint.path.replace("{vehicle_id}", str(grader.pk))
    responses = document["paths"][endpoint.path]["get"]["responses"]
    answer = client.get(f"{address}?{ASKED[endpoint.name]}")
    assert answer.status_code == 200
    holds(document, responses["200"]["content"]["application/json"]["schema"], answer.json())
    assert answer.json().get("items", [1]) or endpoint.name == "trips"
    refused = client.get(f"{address}?fields=all")
    assert refused.status_code == 400
    holds(document, responses["400"]["content"]["application/json"]["schema"], refused.json())


@pytest.mark.django_db
def test_it_tells_where_an_agency_may_be_unknown(document: Any, world: cast.World) -> None:
    client = Client()
    client.force_login(world.ani)
    told = [one for one in ENDPOINTS if "agency" in one.query.model_fields]
    assert {one.name for one in told} == {"vehicles", "events", "drivers"}
    for endpoint in told:
        failure = document["paths"][endpoint.path]["get"]["responses"]["404"]
        assert "agency" in failure["description"]
        refused = client.get(f"{endpoint.path}?{ASKED[endpoint.name]}&agency=987654")
        assert refused.status_code == 404
        holds(document, failure["content"]["application/json"]["schema"], refused.json())


def test_the_document_refuses_parameters_and_is_cached() -> None:
    first = Client().get("/api/v1/openapi.json")
    assert Client().get("/api/v1/openapi.json", headers={"if-none-match": first.headers["ETag"]}).status_code == 304
    assert Client().get("/api/v1/openapi.json?format=yaml").status_code == 400
