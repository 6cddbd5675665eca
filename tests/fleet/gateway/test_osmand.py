"""What phones send over HTTP, and what becomes of it."""

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleet.protocols.fix import Fix, Heartbeat, Message, Rejected
from fleet.protocols.osmand import Request, decode, single
from fleet.protocols.osmand.decoder import form_fields
from tests.world import shared_data

BASE = "id=902064&lat=3.1&lon=98.49"


def get(query: str) -> Message:
    (message,) = decode(Request("GET", query.encode()))
    return message


def fix_of(query: str) -> Fix:
    message = get(query)
    assert isinstance(message, Fix)
    return message


def post(document: Any) -> list[Message]:
    return decode(Request("POST", b"", "application/json", json.dumps(document).encode()))


def nested(**coordinates: Any) -> dict[str, Any]:
    coords = {"latitude": 3.1, "longitude": 98.49, "speed": 10.0, **coordinates}
    return {"location": {"timestamp": "2026-03-01T12:00:00.500Z", "coords": coords}, "device_id": "p9"}


def recorded() -> list[dict[str, Any]]:
    frames: list[dict[str, Any]] = json.loads(shared_data("frames", "osmand.json").read_text())["frames"]
    return frames


def test_every_recorded_request_decodes_to_what_an_independent_server_expects() -> None:
    for frame in recorded():
        query = urlsplit(frame["uri"]).query.encode()
        kind = frame.get("headers", {}).get("Content-Type", "")
        (message,) = decode(Request(frame["method"], query, kind, frame.get("body", "").encode()))
        if frame["kind"] == "verifyNull":
            assert isinstance(message, Rejected), frame
            continue
        assert isinstance(message, Fix), frame
        assert abs(message.lat) <= 90 and abs(message.lon) <= 180
        assert message.fix_time is None or message.fix_time.year > 1999
        expected = frame.get("expected")
        if expected is not None:
            assert message.attributes[expected["attribute"]] == expected["value"]


@pytest.mark.parametrize(
    "stamp",
    ["1772366400", "1772366400000", "1772366400.0", "2026-03-01T12:00:00Z", "2026-03-01T19:00:00%2B07:00",
     "2026-03-01T19:00:00+07:00", "2026-03-01 12:00:00", "2026-03-01T12:00:00.000Z"],
)  # fmt: skip
def test_it_reads_every_form_of_time_that_clients_use(stamp: str) -> None:
    assert fix_of(f"{BASE}&timestamp={stamp}").fix_time == datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_speed_of_a_query_is_in_knots() -> None:
    assert fix_of(f"{BASE}&speed=10").speed_mps == pytest.approx(5.14444, abs=1e-5)


def test_speed_of_the_nested_json_is_in_metres_a_second() -> None:
    (message,) = post(nested())
    assert isinstance(message, Fix)
    assert message.speed_mps == 10.0


def test_minus_one_means_unknown() -> None:
    (message,) = post(nested(speed=-1, heading=-1, accuracy=-1))
    assert isinstance(message, Fix)
    assert (message.speed_mps, message.course_deg, message.accuracy_m) == (None, None, None)


def test_a_form_body_is_read_like_a_query() -> None:
    (message,) = decode(
        Request("POST", b"", "application/x-www-form-urlencoded", f"{BASE}&batt=55&charge=true".encode())
    )
    assert isinstance(message, Fix)
    assert (message.battery_pct, message.external_power) == (55.0, True)


def test_an_array_of_records_gives_one_message_each() -> None:
    messages = post([{"id": "a", "lat": 1, "lon": 2}, {"id": "b", "lat": 3, "lon": 4}, {"lat": 5}])
    assert [type(message) for message in messages] == [Fix, Fix, Rejected]


def test_one_record_of_an_array_can_be_kept_alone() -> None:
    request = Request("POST", b"", "application/json", json.dumps([nested(), {"id": "b", "lat": 3, "lon": 4}]).encode())
    assert decode(single(request, 1)) == [decode(request)[1]]


def test_location_may_be_one_pair() -> None:
    fix = fix_of("id=1&location=3.1,98.49")
    assert (fix.lat, fix.lon) == (3.1, 98.49)


def test_an_alarm_of_the_phone_is_an_sos() -> None:
    assert fix_of(f"{BASE}&alarm=sos").sos


def test_a_record_without_a_place_is_a_sign_of_life() -> None:
    assert get("id=1&batt=50&timestamp=1772366400") == Heartbeat("1")
    assert get("id=1&notificationToken=abc") == Heartbeat("1")


def test_a_call_for_help_without_a_place_is_one() -> None:
    assert get("id=1&alarm=sos") == Heartbeat("1", sos=True)


def test_a_form_longer_than_any_record_is_not_read() -> None:
    (message,) = decode(Request("POST", b"", "application/x-www-form-urlencoded", b"id=" + b"%41" * 30_000))
    assert isinstance(message, Rejected)


@pytest.mark.parametrize(
    "query",
    ["lat=1&lon=2", "id=1&lat=1", "id=1&lat=north&lon=2", "id=1&lat=nan&lon=2", "id=1&lat=1&lon=2&timestamp=soon",
     "id=1&lat=1&lon=2&timestamp=1e300", "id=1&location=somewhere", "id=%00&lat=1&lon=2"],
)  # fmt: skip
def test_it_rejects_what_decides_about_the_record_and_cannot_be_read(query: str) -> None:
    assert isinstance(get(query), Rejected)


def test_a_reading_that_cannot_be_read_does_not_cost_the_position() -> None:
    fix = fix_of(f"{BASE}&speed=fast&bearing=&altitude=1e9&batt=400")
    assert (fix.speed_mps, fix.course_deg, fix.altitude_m, fix.battery_pct) == (None, None, None, None)


def test_unknown_parameters_are_kept() -> None:
    fix = fix_of(f"{BASE}&hdop=0.9&driverUniqueId=Budi&odometer=0")
    assert fix.attributes == {"hdop": 0.9, "driver": "Budi", "odometer": 0.0}


@given(st.binary(max_size=300))
def test_no_query_makes_it_raise(query: bytes) -> None:
    assert len(decode(Request("GET", query))) == 1


@given(st.binary(max_size=300))
def test_no_body_makes_it_raise(body: bytes) -> None:
    assert decode(Request("POST", b"", "application/json", body))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)
_NAMES = st.sampled_from(
    ["id", "device_id", "lat", "lon", "location", "timestamp", "speed", "coords", "extras", "battery"]
)


@given(st.dictionaries(_NAMES, _JSON | st.dictionaries(_NAMES, _JSON, max_size=4), max_size=6))
def test_no_json_of_the_right_names_makes_it_raise(record: dict[str, Any]) -> None:
    assert len(post(record)) == 1


@given(st.binary(max_size=100), st.binary(max_size=100))
def test_a_request_survives_the_quarantine(query: bytes, body: bytes) -> None:
    query = query.replace(b"\r", b"").replace(b"\n", b"")
    request = Request("POST", query, "application/json", body)
    assert Request.from_bytes(request.to_bytes()) == request


@pytest.mark.parametrize("body", [b"[1,", b"[" * 100_000, b"[" + b"9" * 5000 + b"]", b"[\xff]", b"[]", b"[1] [2]"])
def test_a_body_that_is_no_array_is_kept_whole(body: bytes) -> None:
    request = Request("POST", b"", "application/json", body)
    assert [type(message) for message in decode(request)] == [Rejected]
    assert single(request, 0) == request


@pytest.mark.parametrize("depth", [50, 300, 900, 990])
def test_no_depth_of_a_value_makes_it_raise(depth: int) -> None:
    deep = b"[" * depth + b"]" * depth
    for name in (b"id", b"lat", b"valid", b"location", b"alarm", b"timestamp", b"charge", b"odd"):
        record = b'{"id":"a","lat":1,"lon":2,"' + name + b'":' + deep + b"}"
        for body in (record, b"[" + record + b"]"):
            request = Request("POST", b"", "", body)
            assert len(decode(request)) == 1
            assert single(request, 0).body


def test_the_names_of_gpslogger_are_read() -> None:
    fix = fix_of(
        "aid=3f2a9c&lat=3.1&lon=98.49&alt=1180.5&acc=6&dir=271.0&spd=10.0&spd_kph=36.0&timestamp=1772366400"
        "&time=2026-03-01T12:00:00.000Z&batt=81.0&ischarging=true&ser=R58&sat=11&hdop=0.9&prov=gps&act="
    )
    assert (fix.identity, fix.speed_mps, fix.course_deg, fix.altitude_m, fix.accuracy_m) == (
        "3f2a9c",
        10.0,
        271.0,
        1180.5,
        6.0,
    )
    assert (fix.battery_pct, fix.external_power, fix.fix_time) == (81.0, True, datetime(2026, 3, 1, 12, tzinfo=UTC))
    assert fix.attributes["satellites"] == 11.0
    assert fix.attributes["provider"] == "gps"


def test_a_given_identity_is_worth_more_than_the_number_of_the_phone() -> None:
    assert fix_of(f"aid=3f2a9c&{BASE}").identity == "902064"


@given(st.text(alphabet="ab=&;%+ 1\u00e9\x00", max_size=40))
def test_forms_are_read_as_the_standard_library_reads_them(text: str) -> None:
    assert form_fields(text.encode()) == dict(parse_qsl(text))


def test_a_form_of_very_many_fields_is_refused() -> None:
    with pytest.raises(ValueError, match="201"):
        form_fields(b"&".join([b"a=1"] * 201))


@pytest.mark.parametrize("word", ["sos", "SOS"])
def test_the_nested_json_calls_for_help_with_a_place_and_without(word: str) -> None:
    placed, bare = nested(), {"location": {"extras": {"alarm": word}}, "device_id": "phone"}
    placed["location"]["extras"] = {"alarm": word}
    (fix,), (beat,) = post(placed), post(bare)
    assert isinstance(fix, Fix)
    assert fix.sos
    assert beat == Heartbeat("phone", sos=True, attributes={"alarm": word})
