"""Whatever a client sends becomes a row or a quarantined frame with its bytes, through the real pipeline."""

import json
from collections.abc import Iterator

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fleet.devices.reason_labels import in_words
from fleet.models import Quarantine, Vehicle
from fleet.pipeline.batch import Batch
from fleet.pipeline.clock import now_us
from fleet.pipeline.delivery import Delivery
from fleet.protocols.osmand import Parts, Request, decode
from fleet.protocols.rejection import Reason
from tests.fleet.conftest import store
from tests.processes import Process, gateway
from tests.thoroughness import examples

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = ["id", "deviceid", "lat", "lon", "location", "coords", "latitude", "longitude", "timestamp", "speed", "batt",
         "battery", "extras", "alarm", "valid", "charge", "heading", "accuracy", "hdop", "odd\0"]  # fmt: skip
ODD = ["truck-1", "1", "98.4", "3.1", "nan", "inf", "-1e308", "9" * 400, "\0", "a\0b", "\ud800", "²", "٣", "0001-01-01",
       "9999-12-31T23:59:59-14:00", "3.1,98.4", ",", "sos", "", " "]  # fmt: skip
texts = st.sampled_from(ODD) | st.text(st.characters(), max_size=8)
numbers = st.integers() | st.floats() | st.sampled_from([10**400, -(10**30), 1 << 63, 1e308, 5e-324])
names = st.sampled_from(NAMES) | texts
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=5),
    max_leaves=10,
)
known = st.fixed_dictionaries({"id": st.just("truck-1"), "lat": values, "lon": values})
good = st.fixed_dictionaries({"id": st.just("truck-1"), "lat": st.floats(-90, 90), "lon": st.floats(-180, 180)})
extras = st.dictionaries(names, values, max_size=5)
records = st.builds(lambda one, more: {**more, **one}, known | good | st.just({}), extras)
documents = records | st.lists(records | values, max_size=4) | values
deep = st.builds(
    lambda n, ends: b"[" * n + b"]" * (n if ends else 0), st.sampled_from([2, 500, 950, 100_000]), st.booleans()
)
json_bodies = documents.map(lambda document: json.dumps(document).encode())
broken = st.builds(lambda body, cut, dirt: body[:cut] + dirt, json_bodies, st.integers(0, 60), st.binary(max_size=3))
bodies = st.binary(max_size=80) | json_bodies | broken | deep | st.just(b"[1,")
pairs = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from([*ODD, "%00", "%ED%A0%80", "%ff"])), max_size=6)
queries = st.binary(max_size=60) | pairs.map(
    lambda items: "&".join(f"{name}={value}" for name, value in items).encode("utf-8", "surrogatepass")
)
types = st.sampled_from(["", "application/json", "application/x-www-form-urlencoded", "text/plain; charset=\xff", "\0"])
requests = st.builds(Request, st.sampled_from(["GET", "POST", "PUT", "DELETE"]), queries, types, bodies)
through_the_database = settings(
    max_examples=examples(60, 300), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def pass_on(request: Request) -> Batch:
    part = Parts(request).part
    raw = Delivery(decode(request), now_us(), "osmand", "http", "192.0.2.7", lambda index: part(index).to_bytes())
    return store([raw])


@through_the_database
@given(requests)
def test_nothing_that_can_be_sent_breaks_the_pipeline(truck: Vehicle, request_: Request) -> None:
    batch = pass_on(request_)
    for aside in batch.aside:
        assert aside.delivery.raw(aside.index)
        assert aside.reason == "unknown_device" or Reason.from_detail(aside.detail) is not None
        assert len(aside.detail) <= 200
        assert in_words(aside.detail) or not aside.detail


@pytest.fixture
def listener(truck: Vehicle) -> Iterator[Process]:
    with gateway() as process:
        yield process


def test_nothing_that_can_be_sent_ends_the_gateway(listener: Process) -> None:

    @settings(max_examples=examples(80, 300), deadline=None)
    @given(requests)
    def knock(request: Request) -> None:
        kind = {b"content-type": request.content_type.encode("latin-1").replace(b"\0", b"-")}
        query = b"".join(b"%%%02x" % sign for sign in request.query)
        answer = client.request(
            request.method, listener.address + "/?" + query.decode(), content=request.body, headers=kind
        )
        assert answer.status_code == 200

    with httpx.Client() as client:
        knock()
        assert client.get(listener.address, params={"id": "stranger", "lat": 3.1, "lon": 98.49}).status_code == 200
    assert Quarantine.objects.filter(identity="stranger").exists()
