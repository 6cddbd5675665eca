"""H02: captured frames, the stream with its two kinds of frames, answers, and fields that lie."""

from datetime import UTC, datetime

import pytest

from fleet.protocols.fix import Fix, Heartbeat, Message, Rejected
from fleet.protocols.h02 import PROTOCOL
from fleet.protocols.h02.frames import MAX_FRAME
from fleet.protocols.rejection import RejectionReason
from fleet.protocols.stream import Decoded, Session
from tests.fleet.protocols.frame_cases import Case, assert_possible, assert_splits_alike, cases, cut_all, verify

ARRIVAL = datetime(2026, 11, 21, 8, 15, 30, tzinfo=UTC)
TEXT = b"*HQ,8630000111,V1,081529,A,0311.0652,N,09829.7320,E,012.50,047,211126,FFFFFFFB,510,010,4011,7752,6#"
SHORT = bytes.fromhex("248630000111081529211126031106520609829732 0e012047fffffbffff0001")
LONG = bytes.fromhex("248630000111081529211126031106520609829732 0e012047fffffbffff001f0800000000 01fe0a0fab1e4801")


def decoded(frame: bytes, session: Session | None = None) -> Decoded:
    return PROTOCOL.decode(frame, session or Session(), ARRIVAL)


def only(frame: bytes) -> Message:
    [message] = decoded(frame).messages
    return message


def fix(frame: bytes) -> Fix:
    message = only(frame)
    assert isinstance(message, Fix), message
    return message


def with_status(word: str) -> Fix:
    return fix(TEXT.replace(b"FFFFFFFB", word.encode()))


@pytest.mark.parametrize("case", cases("h02"))
def test_it_decodes_the_captured_frame(case: Case) -> None:
    verify(case, PROTOCOL)


def test_it_cuts_frames_however_the_stream_is_split() -> None:
    frames = [TEXT, b"\n", SHORT, SHORT, TEXT, b"*HQ,8630000111,XT,1,100#"]
    found, faults = cut_all(PROTOCOL.cut, [b"".join(frames)])
    assert (found, faults) == (frames, [])
    assert_splits_alike(PROTOCOL.cut, frames)


def test_it_cuts_long_frames_however_the_stream_is_split_but_for_where_short_ones_end() -> None:
    whole = LONG + LONG + TEXT
    for at in set(range(1, len(whole))) - {32, 45 + 32}:
        assert cut_all(PROTOCOL.cut, [whole[:at], whole[at:]]) == ([LONG, LONG, TEXT], [])


@pytest.mark.parametrize("satellites", [0, 10, 13, 32])
def test_the_satellites_of_a_long_frame_are_no_line_end(satellites: int) -> None:
    long = LONG[:32] + bytes([satellites]) + LONG[33:]
    assert cut_all(PROTOCOL.cut, [long + long + SHORT + b"\r\n" + TEXT])[0] == [long, long, SHORT, b"\r\n", TEXT]


def test_it_keeps_the_position_of_a_long_frame_that_arrives_as_a_short_one() -> None:
    found, faults = cut_all(PROTOCOL.cut, [LONG[:32], LONG[32:] + TEXT])
    assert fix(found[0]).lat == pytest.approx(3 + 11.0652 / 60)
    assert found[1:] == [TEXT]
    assert [taken for taken, _ in faults] == [LONG[32:]]


def test_it_calls_garbage_a_fault_and_finds_the_next_frame() -> None:
    found, faults = cut_all(PROTOCOL.cut, [b"GET / HTTP$ *!\xff" + TEXT + b"\x01\x02" + SHORT])
    assert found == [TEXT, SHORT]
    assert [reason.code for _, reason in faults] == [RejectionReason.NO_FRAME, RejectionReason.NO_FRAME]


def test_it_finds_the_frame_behind_one_that_lost_its_end() -> None:
    found, faults = cut_all(PROTOCOL.cut, [TEXT[:40] + TEXT])
    assert found == [TEXT]
    assert len(faults) == 1


def test_it_gives_up_on_a_text_without_end() -> None:
    assert PROTOCOL.cut(b"*HQ,1,V1," + b"9" * (MAX_FRAME - 10)) is None
    head = PROTOCOL.cut(b"*HQ,1,V1," + b"9" * MAX_FRAME)
    assert head is not None and head.fault is not None and head.fault.code is RejectionReason.FRAME_TOO_LONG


def test_text_and_bcd_tell_the_same_position() -> None:
    for frame in (TEXT, SHORT, LONG):
        found = fix(frame)
        assert found.identity == "8630000111"
        assert found.lon == pytest.approx(98 + 29.732 / 60)
        assert found.lat == pytest.approx(3 + 11.0652 / 60)
        assert found.fix_time == datetime(2026, 11, 21, 8, 15, 29, tzinfo=UTC)
        assert found.course_deg == 47.0
        assert found.battery_pct == 100.0
    assert fix(TEXT).speed_mps == pytest.approx(12.5 * 1852 / 3600)
    assert fix(SHORT).speed_mps == pytest.approx(12 * 1852 / 3600)


def test_it_reads_the_radio_cell_of_text_and_of_long_frames() -> None:
    cell = {"mcc": 510, "mnc": 10, "lac": 4011, "cell": 7752}
    assert cell.items() <= fix(TEXT).attributes.items()
    assert cell.items() <= fix(LONG).attributes.items()
    assert {"rssi": 31, "satellites": 8}.items() <= fix(LONG).attributes.items()


@pytest.mark.parametrize(
    ("word", "alarm"),
    [
        ("FFFFFFFE", "vibration"),
        ("FFFFFFFD", "sos"),
        ("FFFBFFFF", "sos"),
        ("FFFFFFFB", "overspeed"),
        ("FFF7FFFF", "power_cut"),
        ("FFF7FFF9", "sos,overspeed,power_cut"),
        ("FFFFFFFF", None),
    ],
)
def test_a_cleared_bit_is_an_alarm(word: str, alarm: str | None) -> None:
    assert with_status(word).attributes.get("alarm") == alarm
    assert with_status(word).sos is ("sos" in (alarm or ""))


def test_it_reads_ignition_and_main_power_from_the_status() -> None:
    assert (with_status("FFFFFFFB").ignition, with_status("FFFFFBFF").ignition) == (True, False)
    assert (with_status("FFFFFBFF").external_power, with_status("FFF7FBFF").external_power) == (True, False)


def test_it_answers_with_the_moment_of_arrival() -> None:
    assert decoded(TEXT).answer == b"*HQ,8630000111,V4,V1,20261121081530#"
    assert decoded(b"*TH,8630000111,HTBT,77#").answer == b"*TH,8630000111,V4,HTBT,20261121081530#"


def test_it_leaves_the_answers_of_a_tracker_unanswered() -> None:
    assert decoded(b"*HQ,8630000111,V4,S20,DONE,081529,081530#").answer == b""


def test_a_line_without_identity_belongs_to_who_is_connected() -> None:
    session = Session()
    decoded(TEXT, session)
    [message] = decoded(TEXT.replace(b"8630000111", b""), session).messages
    assert message.identity == session.identity == "8630000111"


def test_it_rejects_a_line_of_nobody() -> None:
    message = only(TEXT.replace(b"8630000111", b""))
    assert isinstance(message, Rejected) and message.reason.code is RejectionReason.NO_IDENTITY


@pytest.mark.parametrize("hemisphere", [(b"S", b"W", -1), (b"N", b"E", 1)])
def test_the_hemispheres_are_signs(hemisphere: tuple[bytes, bytes, int]) -> None:
    south, west, sign = hemisphere
    found = fix(TEXT.replace(b",N,", b"," + south + b",").replace(b",E,", b"," + west + b","))
    assert (found.lon * sign > 0, found.lat * sign > 0) == (True, True)


def test_a_heartbeat_tells_the_battery() -> None:
    message = only(b"*HQ,8630000111,HTBT,77#")
    assert isinstance(message, Heartbeat)
    assert message.battery_pct == 77.0


def test_a_position_without_place_is_a_sign_of_life() -> None:
    message = only(b"*HQ,8630000111,V1,081529,V,,N,,E,0.00,0,211126,FFFFFBFF#")
    assert isinstance(message, Heartbeat)
    assert message.ignition is False


def test_missing_fields_at_the_end_do_not_matter() -> None:
    found = fix(b"*HQ,8630000111,V1,081529,A,0311.0652,N,09829.7320,E#")
    assert (found.speed_mps, found.ignition, found.fix_time) == (None, None, None)


@pytest.mark.parametrize(
    "change",
    [
        (b"0311.0652", b"9111.0652"),
        (b"0311.0652", b"0361.0652"),
        (b"0311.0652", b"nan"),
        (b"0311.0652", b"1e3"),
        (b"09829.7320", b"18100.0000"),
        (b"211126", b"311126"),
        (b"211126", b"211199"),
        (b"081529", b"256199"),
    ],
)
def test_it_rejects_what_cannot_be_a_position(change: tuple[bytes, bytes]) -> None:
    message = only(TEXT.replace(*change))
    assert isinstance(message, Rejected)
    assert message.identity == "8630000111"


@pytest.mark.parametrize(
    "change",
    [
        (b"012.50", b"99999999"),
        (b"047", b"-1"),
        (b"7752", b"9" * 400),
        (b"FFFFFFFB", b"FFFFFFFBFF"),
        (b"510", b"\xb2\xb3"),
        (b",6#", b",201#"),
    ],
)
def test_it_bounds_what_no_sensor_measures(change: tuple[bytes, bytes]) -> None:
    assert_possible(fix(TEXT.replace(*change)))


def test_every_truncation_and_changed_byte_is_survived() -> None:
    for frame in (TEXT, SHORT, LONG):
        for at in range(len(frame)):
            for damaged in (frame[:at], frame[:at] + b"\xff" + frame[at + 1 :], frame[:at] + b"," + frame[at + 1 :]):
                for message in decoded(damaged).messages:
                    assert_possible(message)


def test_a_datagram_may_hold_several_frames() -> None:
    assert PROTOCOL.datagram is not None
    found = PROTOCOL.datagram(TEXT + TEXT, Session(), ARRIVAL)
    assert len(found.messages) == 2
    assert found.answer.count(b"#") == 2


def test_a_datagram_with_an_identity_of_15_digits_is_read_at_its_length() -> None:
    assert PROTOCOL.datagram is not None
    frame = b"$" + bytes.fromhex("8652050353319810") + SHORT[6:] + bytes(7)
    [message] = PROTOCOL.datagram(frame, Session(), ARRIVAL).messages
    assert isinstance(message, Fix)
    assert message.identity == "865205035331981"
