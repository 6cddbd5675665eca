"""What OwnTracks posts, over HTTP or MQTT, and what becomes of it."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleet.protocols.fix import Fix, Heartbeat, Message, Rejected
from fleet.protocols.owntracks import Post, decode, splitter
from fleet.protocols.owntracks.post import identity_from, identity_from_topic
from fleet.protocols.registry import PROTOCOLS
from fleet.protocols.rejection import RejectionReason
from tests.world import shared_data

BUDI = "budi/7f3a"
LOCATION = {"_type": "location", "lat": 3.1, "lon": 98.49, "tst": 1772366400}


def read(document: Any, identity: str = BUDI) -> Message:
    (message,) = decode(Post(json.dumps(document).encode(), identity))
    return message


def location(**keys: Any) -> Fix:
    message = read({**LOCATION, **keys})
    assert isinstance(message, Fix)
    return message


def why(message: Message) -> RejectionReason:
    assert isinstance(message, Rejected)
    return message.reason.code


def test_every_recorded_post_is_a_position_of_whom_it_names() -> None:
    frames = json.loads(shared_data("frames", "owntracks.json").read_text())["frames"]
    read_back = [(frame, decode(Post(frame["body"].encode()))) for frame in frames]
    found = []
    for frame, (message,) in read_back:
        assert isinstance(message, Fix), frame
        document = json.loads(frame["body"])
        assert (message.lat, message.lon) == (document["lat"], document["lon"])
        assert message.fix_time == datetime.fromtimestamp(document["tst"], UTC)
        found.append((message.identity, message.speed_mps, message.course_deg, message.battery_pct))
    assert found == [
        ("5t", 0.0, None, 46.0),
        ("JJ", pytest.approx(61 / 3.6), 271.0, 67.0),
        ("ckrey/22A67880-15C3-41A6-9157-25545C7993AC", None, None, None),
    ]


def test_speed_comes_in_kilometres_an_hour() -> None:
    assert location(vel=36).speed_mps == pytest.approx(10.0)


def test_minus_one_is_unknown() -> None:
    fix = location(vel=-1, cog=-1, batt=-1)
    assert (fix.speed_mps, fix.course_deg, fix.battery_pct) == (None, None, None)


@pytest.mark.parametrize(
    ("status", "power", "charging"), [(0, None, None), (1, False, False), (2, True, True), (3, True, False)]
)
def test_the_battery_status_tells_of_power_and_charging(status: int, power: Any, charging: Any) -> None:
    fix = location(bs=status)
    assert (fix.external_power, fix.attributes.get("charging")) == (power, charging)


def test_the_trigger_the_network_and_the_regions_are_kept() -> None:
    fix = location(t="u", conn="m", inregions=["Kantor", "Gudang"], m=2, BSSID="secret", created_at=1)
    assert fix.attributes == {"event": "u", "connection": "m", "mode": 2, "regions": "Kantor, Gudang"}


def test_a_transition_is_where_the_phone_was() -> None:
    message = read({**LOCATION, "_type": "transition", "event": "enter", "desc": "Kantor", "acc": 12, "wtst": 1})
    assert isinstance(message, Fix)
    assert (message.lat, message.accuracy_m) == (3.1, 12)
    assert message.attributes == {"event": "enter", "region": "Kantor"}


@pytest.mark.parametrize("kind", ["waypoint", "waypoints", "card", "status", "steps"])
def test_the_place_of_a_region_is_not_that_of_the_phone(kind: str) -> None:
    assert read({"_type": kind, "lat": 3.2, "lon": 98.5, "tst": 1}) == Heartbeat(BUDI)


@pytest.mark.parametrize("kind", ["lwt", "cmd"])
def test_what_the_phone_did_not_say_is_no_sign_of_life(kind: str) -> None:
    assert decode(Post(json.dumps({"_type": kind, "tst": 1772366400}).encode(), BUDI)) == []


def test_an_encrypted_payload_is_rejected_with_what_to_set() -> None:
    assert why(read({"_type": "encrypted", "data": "AAAA"})) is RejectionReason.ENCRYPTED


def test_an_unknown_type_is_rejected() -> None:
    assert why(read({"_type": "chat"})) is RejectionReason.UNKNOWN_TYPE


def test_nobody_sends_nothing() -> None:
    assert why(read(LOCATION, "")) is RejectionReason.NO_IDENTITY


def test_half_a_place_is_rejected() -> None:
    assert why(read({"_type": "location", "lat": 3.1})) is RejectionReason.HALF_COORDINATE


@pytest.mark.parametrize("body", [b"", b"  \n", b"[]"])
def test_an_empty_body_holds_nothing(body: bytes) -> None:
    assert decode(Post(body, BUDI)) == []


def test_an_array_is_read_record_by_record_and_kept_so() -> None:
    post = Post(json.dumps([LOCATION, {"_type": "encrypted"}, 7]).encode(), BUDI)
    assert [type(message) for message in decode(post)] == [Fix, Rejected, Rejected]
    assert json.loads(splitter(post)(1).body) == {"_type": "encrypted"}


@pytest.mark.parametrize(
    ("topic", "identity"),
    [
        ("owntracks/budi/7f3a", BUDI),
        ("owntracks/budi/7f3a/event", BUDI),
        ("owntracks/7f3a/7f3a", "7f3a"),
        ("owntracks/budi", ""),
        ("weather/karo/rain", ""),
    ],
)
def test_the_topic_names_the_phone(topic: str, identity: str) -> None:
    assert identity_from_topic(topic) == identity


def test_one_half_of_a_name_is_a_name() -> None:
    assert (identity_from("budi", ""), identity_from("", "7f3a")) == ("budi", "7f3a")


def test_the_transport_is_believed_before_the_record() -> None:
    assert read({**LOCATION, "topic": "owntracks/citra/1", "tid": "c1"}).identity == BUDI


def test_a_post_survives_the_quarantine() -> None:
    post = Post(json.dumps(LOCATION).encode(), BUDI)
    assert PROTOCOLS["owntracks"](post.to_bytes()) == decode(post)


def test_a_bare_body_can_be_decoded_on_a_bench() -> None:
    (message,) = PROTOCOLS["owntracks"](json.dumps({**LOCATION, "tid": "bu"}).encode())
    assert message.identity == "bu"


@given(st.binary(max_size=300))
def test_no_bytes_make_it_raise(body: bytes) -> None:
    decode(Post(body, BUDI))
    PROTOCOLS["owntracks"](body)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)
_KEYS = st.sampled_from(["lat", "lon", "tst", "vel", "batt", "bs", "t", "inregions", "topic", "tid", "desc", "acc"])


@given(st.sampled_from(["location", "transition", "status"]), st.dictionaries(_KEYS, _JSON, max_size=8))
def test_no_record_of_the_right_keys_makes_it_raise(kind: str, record: dict[str, Any]) -> None:
    assert len(decode(Post(json.dumps({**record, "_type": kind}).encode()))) == 1
