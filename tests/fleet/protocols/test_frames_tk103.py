"""TK103 against captured frames, and against the stream that carries them."""

from datetime import UTC, datetime

import pytest

from fleet.protocols.fix import Fix, Heartbeat, Rejected
from fleet.protocols.rejection import RejectionReason
from fleet.protocols.stream import Session
from fleet.protocols.tk103 import PROTOCOL
from tests.fleet.protocols.frame_cases import Case, assert_splits_alike, cases, cut_all, verify

ARRIVAL = datetime(2026, 11, 21, 14, 5, 9, tzinfo=UTC)
HANDSHAKE = b"(081362001122BP00HSO)"
FIX = b"(081362001122BR00261121A0307.2000N09830.0000E036.0070509090.0001000000L00001F40)"
LOGIN = b"(081362001122BP05358899050011223261121A0307.2000S09830.0000W000.0070509090.0001000000L00001F40)"
ALARM = b"(081362001122BO012261121A0307.2000N09830.0000E036.0070509090.0001000000L00001F40)"
LISTED = b"(358899050011223,DW3B,211126,A,0307.20000N,09830.00000E,36.000,070509,90.00,912.50,8)"
QUOTED = b"(358899050011223,ZC03,211126,070509,$Mode (auto): 1)\r\nPower: 95%$)"


@pytest.mark.parametrize("case", cases("tk103"))
def test_a_captured_frame_decodes_to_what_it_says(case: Case) -> None:
    verify(case, PROTOCOL)


def test_frames_are_the_same_however_the_stream_is_split() -> None:
    assert_splits_alike(PROTOCOL.cut, [HANDSHAKE, FIX, LOGIN, QUOTED, LISTED, ALARM])


def test_line_ends_between_frames_are_no_fault_and_say_nothing() -> None:
    frames, faults = cut_all(PROTOCOL.cut, [FIX + b"\r\n" + LISTED])
    assert (frames, faults) == ([FIX, b"\r\n", LISTED], [])
    assert PROTOCOL.decode(b"\r\n", Session(), ARRIVAL).messages == ()


def test_a_frame_that_is_cut_off_does_not_take_the_next_one_with_it() -> None:
    frames, faults = cut_all(PROTOCOL.cut, [FIX[:30] + LISTED])
    assert frames == [LISTED]
    assert [(taken, reason.code) for taken, reason in faults] == [(FIX[:30], RejectionReason.NO_FRAME)]


def test_an_endless_frame_is_garbage() -> None:
    frames, faults = cut_all(PROTOCOL.cut, [b"(" + b"1" * 5000, FIX])
    assert frames == [FIX]
    assert faults[0][1].code is RejectionReason.FRAME_TOO_LONG


@pytest.mark.parametrize("frame", [FIX, LISTED])
def test_a_place_is_read_joined_and_listed(frame: bytes) -> None:
    (fix,) = PROTOCOL.decode(frame, Session(), ARRIVAL).messages
    assert isinstance(fix, Fix)
    assert (round(fix.lat, 6), fix.lon, fix.valid) == (3.12, 98.5, True)
    assert fix.fix_time == datetime(2026, 11, 21, 7, 5, 9, tzinfo=UTC)
    assert (fix.speed_mps, fix.course_deg) == (10.0, 90.0)


def test_states_and_odometer_are_read() -> None:
    (fix,) = PROTOCOL.decode(FIX, Session(), ARRIVAL).messages
    assert isinstance(fix, Fix)
    assert (fix.ignition, fix.external_power, fix.attributes["odometer_m"]) == (True, True, 8000)


@pytest.mark.parametrize(
    ("frame", "answer"),
    [
        (HANDSHAKE, b"(081362001122AP01HSO)"),
        (LOGIN, b"(081362001122AP05)"),
        (ALARM, b"(081362001122AS012)"),
        (FIX, b""),
    ],
)
def test_handshake_login_and_alarm_are_answered(frame: bytes, answer: bytes) -> None:
    session = Session()
    assert PROTOCOL.decode(frame, session, ARRIVAL).answer == answer
    assert session.identity == "081362001122"


def test_the_panic_button_is_an_sos() -> None:
    (fix,) = PROTOCOL.decode(ALARM, Session(), ARRIVAL).messages
    assert isinstance(fix, Fix)
    assert fix.sos
    assert fix.attributes["alarm"] == "sos"


def test_a_battery_report_is_a_heartbeat() -> None:
    (beat,) = PROTOCOL.decode(b"(358899050011223,ZC20,211126,070509,3,394,126,0)", Session(), ARRIVAL).messages
    assert isinstance(beat, Heartbeat)
    assert (beat.battery_pct, beat.attributes) == (50, {"battery_v": 3.94, "power_v": 12.6})


def test_a_datagram_may_hold_several_frames() -> None:
    assert PROTOCOL.datagram is not None
    decoded = PROTOCOL.datagram(HANDSHAKE + FIX + b"junk", Session(), ARRIVAL)
    assert [type(message) for message in decoded.messages] == [Heartbeat, Fix, Rejected]
    assert decoded.answer == b"(081362001122AP01HSO)"


@pytest.mark.parametrize(
    ("frame", "why"),
    [
        (b"(081362001122BR00261121A0397.2000N09830.0000E036.0070509090.00)", RejectionReason.UNREADABLE_FIELD),
        (b"(081362001122BR00nowhere)", RejectionReason.UNREADABLE_FIELD),
        (b"(081362001122QQ00)", RejectionReason.UNKNOWN_TYPE),
        (b"(08136 001122BP00HSO)", RejectionReason.NO_IDENTITY),
    ],
)
def test_what_cannot_be_read_is_rejected_with_the_reason(frame: bytes, why: RejectionReason) -> None:
    (message,) = PROTOCOL.decode(frame, Session(), ARRIVAL).messages
    assert isinstance(message, Rejected)
    assert message.reason.code is why
