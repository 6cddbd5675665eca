"""What TAK clients send as Cursor on Target, and what they are sent."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleet.protocols.cot import PROTOCOL, Unit, encode
from fleet.protocols.cot.frames import MAX_FRAME, cut
from fleet.protocols.fix import Fix, Heartbeat, Message, Rejected
from fleet.protocols.rejection import RejectionReason
from fleet.protocols.stream import Decoded, Session

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HEAD = '<event version="2.0" uid="{uid}" type="{kind}" how="m-g" time="2026-03-01T12:00:00.250Z"'
TIMES = ' start="2026-03-01T12:00:00.250Z" stale="2026-03-01T12:06:15.250Z">'
POINT = '<point lat="3.1" lon="98.49" hae="1180.4" ce="6.5" le="9999999.0"/>'
DETAIL = (
    '<detail><takv platform="ATAK-CIV" version="5.2"/><contact endpoint="*:-1:stcp" callsign="BUDI"/>'
    '<__group name="Cyan" role="Team Member"/><status battery="73"/><track course="271.5" speed="8.25"/></detail>'
)


def event(kind: str = "a-f-G-U-C", uid: str = "ANDROID-7f3a", point: str = POINT, detail: str = DETAIL) -> bytes:
    return (HEAD.format(uid=uid, kind=kind) + TIMES + point + detail + "</event>").encode()


def decoded(frame: bytes, session: Session | None = None) -> Decoded:
    return PROTOCOL.decode(frame, session or Session(), NOON)


def fix_of(frame: bytes) -> Fix:
    (message,) = decoded(frame).messages
    assert isinstance(message, Fix)
    return message


def why(message: Message) -> RejectionReason:
    assert isinstance(message, Rejected)
    return message.reason.code


def pieces(stream: bytes) -> list[tuple[bytes, RejectionReason | None]]:
    found = []
    while stream and (piece := cut(stream)) is not None:
        found.append((stream[: piece.size], piece.fault.code if piece.fault else None))
        stream = stream[piece.size :]
    return found


def test_an_event_of_atak_becomes_a_fix() -> None:
    fix = fix_of(event())
    assert (fix.identity, fix.lat, fix.lon, fix.altitude_m, fix.accuracy_m) == ("ANDROID-7f3a", 3.1, 98.49, 1180.4, 6.5)
    assert (fix.speed_mps, fix.course_deg, fix.battery_pct, fix.sos) == (8.25, 271.5, 73.0, False)
    assert fix.fix_time == datetime(2026, 3, 1, 12, 0, 0, 250_000, tzinfo=UTC)
    assert fix.attributes["callsign"] == "BUDI"
    assert fix.attributes["stale_s"] == 375.0


def test_seven_nines_are_unknown() -> None:
    fix = fix_of(event(point='<point lat="3.1" lon="98.49" hae="9999999.0" ce="9999999.0" le="9999999.0"/>'))
    assert (fix.altitude_m, fix.accuracy_m) == (None, None)


def test_an_alert_is_a_call_for_help_of_the_phone_it_links_to() -> None:
    detail = '<detail><link uid="ANDROID-7f3a" type="a-f-G-U-C" relation="p-p"/><emergency type="911 Alert"/></detail>'
    fix = fix_of(event("b-a-o-tbl", "ANDROID-7f3a-9-1-1", detail=detail))
    assert (fix.identity, fix.sos) == ("ANDROID-7f3a", True)


def test_an_alert_without_a_link_is_of_the_uid_it_is_named_after() -> None:
    assert fix_of(event("b-a-o-tbl", "ANDROID-7f3a-9-1-1", detail="<detail/>")).identity == "ANDROID-7f3a"


@pytest.mark.parametrize("kind", ["b-a-o-can", "b-a-o-tbl"])
def test_a_cancelled_alert_is_none(kind: str) -> None:
    detail = '<detail><emergency cancel="true">BUDI</emergency></detail>'
    assert fix_of(event(kind, "ANDROID-7f3a-9-1-1", detail=detail)).sos is False


def test_a_ping_is_answered() -> None:
    answer = ElementTree.fromstring(decoded(event("t-x-c-t", "ANDROID-7f3a-ping")).answer)
    assert answer.get("type") == "t-x-c-t-r"


def test_a_ping_of_a_known_client_is_a_sign_of_life() -> None:
    session = Session()
    decoded(event(), session)
    assert decoded(event("t-x-c-t", "ANDROID-7f3a-ping"), session).messages == [Heartbeat("ANDROID-7f3a")]


@pytest.mark.parametrize("kind", ["b-m-p-s-m", "u-d-f", "b-t-f", "t-x-takp-v", "t-x-d-d"])
def test_what_is_no_place_of_the_sender_brings_nothing(kind: str) -> None:
    assert decoded(event(kind)) == Decoded()


def test_its_own_words_bring_nothing() -> None:
    unit = Unit(7, "Ambulans 1", "ambulance", 98.49, 3.1, NOON)
    assert decoded(encode(unit)) == Decoded()


def test_a_declared_document_type_is_refused_before_it_grows() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE e [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + event(uid="&b;")
    (message,) = decoded(bomb).messages
    assert why(message) is RejectionReason.FORBIDDEN_XML


def test_another_encoding_is_not_believed() -> None:
    frame = b'<?xml version="1.0" encoding="utf-16"?>' + event()
    assert fix_of(frame).lat == 3.1


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (b"<event></event></event>", RejectionReason.BROKEN_XML),
        (b"<event/>", RejectionReason.UNKNOWN_TYPE),
        (event(uid=" "), RejectionReason.NO_IDENTITY),
        (event(point=""), RejectionReason.HALF_COORDINATE),
        (event(point='<point lat="north" lon="1"/>'), RejectionReason.NOT_A_NUMBER),
        (event(point='<point lat="NaN" lon="1"/>'), RejectionReason.NOT_FINITE),
        (b"<event>" + b"<a/>" * 1000 + b"</event>", RejectionReason.BROKEN_XML),
    ],
)
def test_what_cannot_be_read_says_why(frame: bytes, code: RejectionReason) -> None:
    (message,) = decoded(frame).messages
    assert why(message) is code


def test_a_stream_is_cut_at_the_ends_of_events() -> None:
    declared = b'<?xml version="1.0" encoding="UTF-8"?>\n' + event()
    stream = event() + b"\r\n\n" + declared + b" " + event()[:40]
    assert pieces(stream) == [(event(), None), (b"\r\n\n", None), (declared, None), (b" ", None)]


def test_garbage_ends_where_an_event_may_begin() -> None:
    found = pieces(b"hello <b> " + event() + b"<eve")
    assert found == [(b"hello <b> ", RejectionReason.NO_FRAME), (event(), None)]


def test_it_waits_for_the_rest_of_an_event_in_every_split() -> None:
    frame = event()
    assert all(cut(frame[:size]) is None for size in range(1, len(frame)))
    assert all(cut(bytearray(frame[:size])) is None for size in range(1, len(frame)))


def test_an_event_without_an_end_is_cut_off() -> None:
    piece = cut(b"<event " + b"a" * MAX_FRAME)
    assert piece is not None
    assert piece.fault is not None
    assert piece.fault.code is RejectionReason.FRAME_TOO_LONG


def test_protobuf_is_cut_off_as_a_whole_with_what_to_set() -> None:
    stream = b"\xbf\x83\x01" + b"x" * 131 + event()
    assert pieces(stream) == [(stream[:134], RejectionReason.PROTOBUF), (event(), None)]
    assert PROTOCOL.datagram is not None
    (message,) = PROTOCOL.datagram(b"\xbf\x01\xbf" + b"x" * 20, Session(), NOON).messages
    assert why(message) is RejectionReason.PROTOBUF


def test_a_datagram_holds_an_event() -> None:
    assert PROTOCOL.datagram is not None
    (message,) = PROTOCOL.datagram(event() + b"\n", Session(), NOON).messages
    assert isinstance(message, Fix)


def test_a_vehicle_is_as_old_as_its_fix() -> None:
    sent = ElementTree.fromstring(encode(Unit(7, 'Ambulans <1> & "2"', "ambulance", 98.49, 3.1, NOON, 8.25, 271.5, 6)))
    assert (sent.get("time"), sent.get("start")) == ("2026-03-01T12:00:00.000Z",) * 2
    assert sent.get("stale") == "2026-03-01T12:05:00.000Z"
    point, contact, track = sent.find("point"), sent.find("detail/contact"), sent.find("detail/track")
    assert point is not None and contact is not None and track is not None
    assert (point.get("lat"), point.get("hae"), point.get("ce")) == ("3.1000000", "9999999.0", "6.0")
    assert contact.get("callsign") == 'Ambulans <1> & "2"'
    assert (track.get("speed"), track.get("course")) == ("8.25", "271.5")


def test_what_is_unknown_of_a_vehicle_is_not_made_up() -> None:
    sent = ElementTree.fromstring(encode(Unit(7, "A", "other", 98.49, 3.1, NOON)))
    point = sent.find("point")
    assert point is not None
    assert (point.get("ce"), sent.find("detail/track"), sent.get("type")) == ("9999999.0", None, "a-f-G")


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_no_bytes_make_it_raise(head: bytes, tail: bytes) -> None:
    for stream in (head, head + event() + tail, event()[:60] + head):
        for piece, _ in pieces(stream):
            decoded(piece)
        if PROTOCOL.datagram is not None:
            PROTOCOL.datagram(stream, Session(), NOON)
