"""GT06 against captured frames, and against the stream that carries them."""

import time
from datetime import UTC, datetime

import pytest

from fleet.protocols.fix import Fix, Heartbeat, Rejected
from fleet.protocols.gt06 import PROTOCOL
from fleet.protocols.gt06.frames import build, crc_x25
from fleet.protocols.rejection import RejectionReason
from fleet.protocols.stream import Session
from tests.fleet.protocols.frame_cases import Case, assert_splits_alike, cases, cut_all, verify

ARRIVAL = datetime(2026, 11, 21, 14, 5, 9, tzinfo=UTC)
LOGIN = build(0x01, bytes.fromhex("0358899050011223"), 1)
PLACE = bytes.fromhex("1a0b150e0509") + bytes.fromhex("c9") + (5_616_000).to_bytes(4, "big")
PLACE += (177_300_000).to_bytes(4, "big") + bytes([36]) + bytes.fromhex("105a")
FIX = build(0x22, PLACE + bytes.fromhex("01fe0a007c000912010001"), 2)
HEARTBEAT = build(0x13, bytes.fromhex("4606040002"), 3)
LONG = build(0x94, bytes.fromhex("0004b0"), 4, long=True)
BARE_LOGIN = bytes.fromhex("78780d010358899050011223010d0a")
BARE_BEAT = bytes.fromhex("787801080d0a")
BARE_PLACE = bytes.fromhex("787812101a0b150e0509c90055b1400a9166a0241454") + b"\r\n"
WIFI = bytes.fromhex("78780169261121140509") + bytes(6) + b"\x50" + bytes.fromhex("0101fe0a007c091250") + b"\r\n"


@pytest.mark.parametrize("case", cases("gt06"))
def test_a_captured_frame_decodes_to_what_it_says(case: Case) -> None:
    verify(case, PROTOCOL, {"adc1": "adc1", "humidity": "humidity", "result": "result", "iccid": "iccid"})


def test_frames_are_the_same_however_the_stream_is_split() -> None:
    assert_splits_alike(PROTOCOL.cut, [LOGIN, FIX, HEARTBEAT, LONG, BARE_LOGIN, BARE_BEAT, BARE_PLACE, WIFI, FIX])


def test_the_checksum_is_that_of_the_standard() -> None:
    assert crc_x25(b"123456789") == 0x906E


def test_a_wrong_checksum_is_a_fault_and_the_next_frame_is_read() -> None:
    broken = bytearray(FIX)
    broken[12] ^= 1
    frames, faults = cut_all(PROTOCOL.cut, [bytes(broken) + HEARTBEAT])
    assert frames == [HEARTBEAT]
    assert [(taken, reason.code) for taken, reason in faults] == [(bytes(broken), RejectionReason.BAD_CHECKSUM)]


def test_a_frame_whose_length_lies_does_not_hold_the_next_ones_up() -> None:
    liar = bytearray(LONG)
    liar[2:4] = (3000).to_bytes(2, "big")
    frames, faults = cut_all(PROTOCOL.cut, [bytes(liar), FIX])
    assert frames == [FIX]
    assert [taken for taken, _ in faults] == [bytes(liar)]


def test_garbage_before_a_frame_is_cut_off_by_itself() -> None:
    frames, faults = cut_all(PROTOCOL.cut, [b"GET / HTTP/1.1\r\n\r\n" + LOGIN])
    assert frames == [LOGIN]
    assert [reason.code for _, reason in faults] == [RejectionReason.NO_FRAME]


def test_a_login_names_the_device_and_is_answered_with_its_serial() -> None:
    session = Session()
    decoded = PROTOCOL.decode(LOGIN, session, ARRIVAL)
    assert session.identity == "358899050011223"
    assert decoded.answer == bytes.fromhex("787805010001d9dc0d0a")


def test_a_place_is_read_with_its_cell_and_ignition() -> None:
    decoded = PROTOCOL.decode(FIX, Session("7"), ARRIVAL)
    (fix,) = decoded.messages
    assert isinstance(fix, Fix)
    assert (fix.lat, fix.lon, fix.valid) == (-3.12, 98.5, True)
    assert fix.fix_time == datetime(2026, 11, 21, 14, 5, 9, tzinfo=UTC)
    assert (fix.speed_mps, fix.course_deg, fix.ignition) == (10.0, 90.0, True)
    assert {"mcc": 510, "mnc": 10, "lac": 124, "cell": 2322, "satellites": 9}.items() <= fix.attributes.items()
    assert decoded.answer == build(0x22, b"", 2)


def test_a_clock_is_ahead_by_the_zone_of_the_login() -> None:
    session = Session()
    PROTOCOL.decode(build(0x01, bytes.fromhex("0358899050011223") + bytes.fromhex("00362bc0"), 1), session, ARRIVAL)
    (fix,) = PROTOCOL.decode(FIX, session, ARRIVAL).messages
    assert isinstance(fix, Fix)
    assert fix.fix_time == datetime(2026, 11, 21, 7, 5, 9, tzinfo=UTC)


def test_a_heartbeat_says_how_the_vehicle_is() -> None:
    (beat,) = PROTOCOL.decode(HEARTBEAT, Session("7"), ARRIVAL).messages
    assert isinstance(beat, Heartbeat)
    assert (beat.ignition, beat.external_power, beat.battery_pct) == (True, True, 100)
    assert beat.attributes["blocked"] is False


def test_an_sos_is_an_sos() -> None:
    frame = build(0x26, PLACE + bytes.fromhex("0801fe0a007c000912") + bytes.fromhex("c604040102"), 9)
    (fix,) = PROTOCOL.decode(frame, Session("7"), ARRIVAL).messages
    assert isinstance(fix, Fix)
    assert fix.sos
    assert (fix.attributes["alarm"], fix.attributes["blocked"]) == ("sos", True)


def test_who_asks_for_the_time_gets_it() -> None:
    decoded = PROTOCOL.decode(build(0x8A, b"", 6), Session("7"), ARRIVAL)
    assert decoded.answer == build(0x8A, bytes([26, 11, 21, 14, 5, 9]), 6)


def test_personal_trackers_are_answered_in_their_way() -> None:
    session = Session()
    assert PROTOCOL.decode(BARE_LOGIN, session, ARRIVAL).answer == bytes.fromhex("787801010d0a")
    assert PROTOCOL.decode(BARE_BEAT, session, ARRIVAL).answer == BARE_BEAT
    decoded = PROTOCOL.decode(BARE_PLACE, session, ARRIVAL)
    assert decoded.answer == bytes.fromhex("787800101a0b150e05090d0a")
    assert isinstance(decoded.messages[0], Fix)
    assert decoded.messages[0].identity == "358899050011223"


@pytest.mark.parametrize(
    ("frame", "identity", "why"),
    [
        (build(0x6E, b"\x01", 1), "7", RejectionReason.UNKNOWN_TYPE),
        (FIX, "", RejectionReason.NO_IDENTITY),
        (build(0x22, PLACE[:9], 1), "7", RejectionReason.FRAME_TOO_SHORT),
        (build(0x22, b"\x1a\x0d" + PLACE[2:], 1), "7", RejectionReason.UNREADABLE_FIELD),
        (build(0x22, PLACE[:7] + b"\xff" + PLACE[8:], 1), "7", RejectionReason.UNREADABLE_FIELD),
    ],
)
def test_what_cannot_be_read_is_rejected_with_the_reason(frame: bytes, identity: str, why: RejectionReason) -> None:
    (message,) = PROTOCOL.decode(frame, Session(identity), ARRIVAL).messages
    assert isinstance(message, Rejected)
    assert message.reason.code is why


def test_a_frame_full_of_false_beginnings_is_cheap_to_ask_about_again() -> None:
    buffer = b"\x79\x79\x0f\xf0" + b"\r\n\x79\x79\x0c\x00" * 660
    began = time.thread_time()
    for size in range(2_000, len(buffer), 5):
        assert PROTOCOL.cut(buffer[:size]) is None
    assert time.thread_time() - began < 1.0


def test_a_good_frame_behind_a_length_that_lies_is_found() -> None:
    cut = PROTOCOL.cut(b"\x79\x79\x0f\xf0lost\r\n" + HEARTBEAT)
    assert cut is not None
    assert (cut.size, cut.fault is not None) == (10, True)
