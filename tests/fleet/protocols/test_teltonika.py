"""Teltonika: captured frames, the stream, the answers, and what each element of a record becomes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.frames import teltonika_packets as made
from fleet.protocols.fix import Fix, Heartbeat, Rejected
from fleet.protocols.rejection import RejectionReason
from fleet.protocols.stream import Cut, Decoded, Session
from fleet.protocols.teltonika import PROTOCOL
from fleet.protocols.teltonika.checksum import crc16
from tests.fleet.protocols.frame_cases import Case, assert_splits_alike, cases, cut_all, verify

IMEI = "356307042441013"
NOW = datetime(2026, 8, 1, tzinfo=UTC)
AT_MS = 1_785_542_400_000  # 2026-08-01 00:00 UTC
TAG = {"tag1Voltage": "tag_1_battery_mv"}


@pytest.mark.parametrize("case", cases("teltonika"))
def test_it_reads_captured_frames(case: Case) -> None:
    verify(case, PROTOCOL, TAG)


def record(io: made.Values | None = None, **changes: Any) -> made.Record:
    """Sixty km/h eastward near Kabanjahe."""
    usual = made.Record(AT_MS, 98.4912, 3.1001, 1201, 90, 12, 60, io or {1: {239: 1}})
    return usual._replace(**changes)


def decode(frame: bytes, identity: str = IMEI) -> Decoded:
    """As on a connection that has logged in."""
    return PROTOCOL.decode(frame, Session(identity), NOW)


def fix_of(*args: Any, **changes: Any) -> Fix:
    """The fix of one record, by way of a packet of Codec 8 Extended."""
    (fix,) = decode(made.packet([record(*args, **changes)])).messages
    assert isinstance(fix, Fix)
    return fix


def sealed(body: bytes) -> bytes:
    """A packet around ``body`` with a checksum that fits."""
    return bytes(4) + len(body).to_bytes(4, "big") + body + crc16(body).to_bytes(4, "big")


def test_login_names_the_session_and_is_accepted() -> None:
    session = Session()
    assert PROTOCOL.decode(made.login(IMEI), session, NOW) == Decoded((), b"\x01")
    assert session.identity == IMEI


def test_login_with_nonsense_is_refused() -> None:
    session = Session()
    decoded = PROTOCOL.decode(made.login("not an imei"), session, NOW)
    assert (decoded.answer, decoded.close, session.identity) == (b"\x00", True, "")


def test_ping_is_taken_in_silence() -> None:
    assert decode(b"\xff") == Decoded()


def test_pings_in_a_row_are_one_frame_so_that_a_flood_of_them_costs_little() -> None:
    assert PROTOCOL.cut(b"\xff" * 10_000 + made.login(IMEI)) == Cut(10_000)
    assert decode(b"\xff" * 10_000) == Decoded()


def test_records_before_a_login_are_kept_without_a_name_and_not_answered() -> None:
    decoded = decode(made.packet([record()]), identity="")
    (message,) = decoded.messages
    assert isinstance(message, Rejected) and message.reason.code is RejectionReason.NO_IDENTITY
    assert (decoded.answer, decoded.close) == (b"", True)


@pytest.mark.parametrize("codec", [0x08, 0x8E])
def test_records_are_answered_with_their_number(codec: int) -> None:
    assert decode(made.packet([record(), record(), record()], codec)).answer == b"\0\0\0\3"


def test_a_datagram_is_answered_with_both_of_its_numbers() -> None:
    session = Session()
    assert PROTOCOL.datagram is not None
    decoded = PROTOCOL.datagram(made.datagram([record(), record()], IMEI, packet_id=0xCAFE, avl_id=7), session, NOW)
    assert decoded.answer == bytes.fromhex("0005 CAFE 01 07 02")
    assert [message.identity for message in decoded.messages] == [IMEI, IMEI]


@pytest.mark.parametrize("codec", [0x08, 0x8E])
def test_a_record_is_in_units_of_the_house(codec: int) -> None:
    (fix,) = decode(made.packet([record(unix_ms=AT_MS + 123)], codec)).messages
    assert isinstance(fix, Fix)
    assert fix.fix_time == datetime(2026, 8, 1, 0, 0, 0, 123_000, UTC)
    assert (fix.lon, fix.lat, fix.altitude_m, fix.course_deg) == (98.4912, 3.1001, 1201, 90)
    assert fix.speed_mps == pytest.approx(60 / 3.6)
    assert fix.valid and fix.ignition


def test_elements_have_names_and_units() -> None:
    fix = fix_of(
        {
            1: {239: 0, 240: 1, 21: 4, 113: 87, 1: 1, 179: 0},
            2: {66: 12_345, 67: 4_012, 182: 8, 17: 0xFFF6},
            4: {16: 1_234_567, 241: 51_010, 72: 0xFFFFFFCE},
            8: {78: 0x0100001A2B3C4D5E, 9_999: 5},
        }
    )
    assert (fix.ignition, fix.moving, fix.battery_pct, fix.external_power) == (False, True, 87, True)
    assert fix.attributes == {
        "rssi": 4, "input_1": True, "output_1": False, "power_v": 12.345, "battery_v": 4.012, "hdop": 0.8,
        "axis_x_g": -0.01, "odometer_m": 1_234_567, "mcc": 510, "mnc": 10, "temperature_c": -5.0,
        "driver": "0100001A2B3C4D5E", "io_9999": 5, "satellites": 12,
    }  # fmt: skip


def test_codes_of_faults_are_no_temperatures() -> None:
    assert "temperature_c" not in fix_of({4: {72: 3000}}).attributes


@pytest.mark.parametrize(
    ("number", "value", "alarm"),
    [
        (252, 1, "power_cut"), (253, 1, "harsh_acceleration"), (253, 2, "harsh_braking"), (253, 3, "harsh_cornering"),
        (249, 1, "jamming"), (246, 1, "tow"), (247, 1, "accident"), (251, 1, "idle"), (255, 95, "overspeed"),
        (236, 1, "sos"), (155, 1, "geofence_enter"),
    ],
)  # fmt: skip
def test_what_the_tracker_reports_is_an_alarm(number: int, value: int, alarm: str) -> None:
    fix = fix_of({1: {number: value}})
    assert fix.attributes["alarm"] == alarm
    assert fix.sos is (alarm == "sos")
    assert fix.external_power is (False if alarm == "power_cut" else None)


def test_nothing_is_alarmed_by_what_is_over() -> None:
    assert "alarm" not in fix_of({1: {246: 0, 247: 0, 249: 0, 252: 0, 253: 0}}).attributes


@pytest.mark.parametrize("changes", [{"satellites": 0, "kmh": 0}, {"lon": 0.0, "lat": 0.0}])
def test_without_satellites_or_place_a_fix_is_not_valid(changes: dict[str, Any]) -> None:
    assert not fix_of(**changes).valid


def test_readings_that_come_without_a_fix_are_unknown() -> None:
    fix = fix_of(satellites=0, kmh=0, course_deg=0)
    assert (fix.speed_mps, fix.course_deg, fix.altitude_m) == (None, None, None)


def test_a_time_beyond_the_calendar_rejects_its_record_alone() -> None:
    first, second = decode(made.packet([record(unix_ms=2**63), record()])).messages
    assert isinstance(first, Rejected) and first.reason.code is RejectionReason.TIME_BEYOND_CALENDAR
    assert isinstance(second, Fix)


def test_text_of_a_serial_device_may_name_a_driver() -> None:
    content = (1_785_542_400).to_bytes(4, "big") + b"GTSL|6|1|0|12749884|1|\r\n"
    decoded = decode(sealed(b"\x0d\x01\x06" + len(content).to_bytes(4, "big") + content + b"\x01"))
    (message,) = decoded.messages
    assert isinstance(message, Heartbeat) and message.attributes["driver"] == "12749884"
    assert (message.time, decoded.answer) == (NOW, b"")


def test_the_stream_is_cut_alike_however_it_arrives() -> None:
    assert_splits_alike(
        PROTOCOL.cut,
        [made.login(IMEI), b"\xff", made.packet([record()]), b"\xff", made.packet([record(), record()], codec=0x08)],
    )


def test_a_packet_with_a_wrong_checksum_is_garbage_and_the_next_is_not() -> None:
    broken = bytearray(made.packet([record()]))
    broken[20] ^= 1
    good = made.packet([record()])
    frames, faults = cut_all(PROTOCOL.cut, [bytes(broken) + good])
    assert frames == [good]
    assert [(taken, fault.code) for taken, fault in faults] == [(bytes(broken), RejectionReason.BAD_CHECKSUM)]


@pytest.mark.parametrize(
    ("stream", "why"),
    [
        (bytes(4) + b"\x7f\xff\xff\xff", RejectionReason.FRAME_TOO_LONG),
        (bytes(8), RejectionReason.FRAME_TOO_SHORT),
        (b"GET / HTTP/1.1\r\n", RejectionReason.NO_FRAME),
        (b"\0\0\1\0", RejectionReason.NO_FRAME),
    ],
)
def test_what_can_be_no_frame_is_garbage_at_once(stream: bytes, why: RejectionReason) -> None:
    head = PROTOCOL.cut(stream)
    assert head is not None and head.fault is not None and head.fault.code is why


def _lies() -> list[Any]:
    body = made.body([record(), record()])
    wide = bytearray(made.body([record()]))
    wide[30:32] = b"\xff\xff"  # the count of one-byte elements
    return [
        pytest.param(b"\x8e\x09" + body[2:-1] + b"\x09", id="more said than there are"),
        pytest.param(b"\x8e\x01" + body[2:-1] + b"\x01", id="fewer said than there are"),
        pytest.param(body[:-1] + b"\x03", id="counts differ"),
        pytest.param(bytes(wide), id="more elements than bytes"),
        pytest.param(b"\x07\x05\x00\x05", id="codec 7 ends"),
        pytest.param(b"\x0c\x01\x06\xff\xff\xff\xff\x01", id="text longer than the packet"),
    ]


@pytest.mark.parametrize("body", _lies())
def test_a_packet_whose_counts_lie_is_kept_whole(body: bytes) -> None:
    (message,) = decode(sealed(body)).messages
    assert isinstance(message, Rejected) and message.reason.code is RejectionReason.COUNT_MISMATCH
    assert message.identity == IMEI


def test_an_unknown_codec_is_kept_and_answered_so_that_the_queue_moves() -> None:
    decoded = decode(sealed(b"\x55\x02abc\x02"))
    (message,) = decoded.messages
    assert isinstance(message, Rejected) and message.reason.code is RejectionReason.UNKNOWN_TYPE
    assert decoded.answer == b"\0\0\0\2"


def test_records_of_one_packet_may_have_different_elements() -> None:
    ios: list[made.Values] = [{1: {239: 1, 21: 3}}, {1: {239: 0, 69: 2}}, {1: {239: 1, 21: 5}}, {1: {21: 1}, 2: {9: 7}}]
    for codec in (0x08, 0x8E):
        decoded = decode(made.packet([record(io) for io in ios], codec))
        assert [message.attributes for message in decoded.messages if isinstance(message, Fix)] == [
            {"rssi": 3, "satellites": 12},
            {"gnss_status": 2, "satellites": 12},
            {"rssi": 5, "satellites": 12},
            {"rssi": 1, "analog_1_v": 0.007, "satellites": 12},
        ]


def test_no_sign_that_a_column_cannot_hold_comes_out() -> None:
    body = bytearray(made.body([record()]))
    body[-3:] = bytes.fromhex("0001 0100 0003 410042 01")  # one element of variable length: 256, "A", 0, "B"
    (fix,) = decode(sealed(bytes(body))).messages
    assert isinstance(fix, Fix) and fix.attributes["vin"] == "410042"


@given(st.sampled_from([0x07, 0x08, 0x8E, 0x10, 0x0C, 0x0D, 0x0E, 0x55]), st.binary(max_size=400))
def test_whatever_a_packet_holds_it_is_decoded_or_rejected(codec: int, content: bytes) -> None:
    for body in (bytes((codec,)) + content, bytes((codec, 1)) + content + b"\x01"):
        for message in decode(sealed(body)).messages:
            assert isinstance(message, Rejected | Fix | Heartbeat)


@given(st.binary(max_size=200))
def test_whatever_a_stream_or_datagram_holds_nothing_is_raised(stream: bytes) -> None:
    frames, faults = cut_all(PROTOCOL.cut, [stream])
    for frame in frames:
        decode(frame)
    assert sum(len(frame) for frame in frames) + sum(len(taken) for taken, _ in faults) <= len(stream)
    assert PROTOCOL.datagram is not None
    PROTOCOL.datagram(stream, Session(), NOW)
