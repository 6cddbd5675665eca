"""Meitrack: captured frames, the stream, the answers, and what a damaged frame becomes."""

from datetime import UTC, datetime
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleet.protocols.fix import Fix, Heartbeat, Rejected
from fleet.protocols.meitrack import PROTOCOL
from fleet.protocols.meitrack.frames import checksum
from fleet.protocols.rejection import RejectionReason
from fleet.protocols.stream import Decoded, Session
from tests.fleet.protocols.frame_cases import Case, assert_splits_alike, cases, cut_all, verify

IMEI = "867951078010564"
NOW = datetime(2026, 8, 1, tzinfo=UTC)
PLACE = (
    "{event},3.100100,98.491200,260801000000,A,9,21,60,90,0.8,1201,1234567,4711,510|10|0065|118A,"
    "0201,0001||000C|{volts},{said},,{version},{fuel},{temperatures}"
)


@pytest.mark.parametrize("case", cases("meitrack"))
def test_it_reads_captured_frames(case: Case) -> None:
    verify(case, PROTOCOL, {"battery2Level": "battery_2_pct"})


def sealed(content: bytes, flag: bytes = b"A") -> bytes:
    """A frame around command and content."""
    rest = b"," + IMEI.encode() + b"," + content + b"*"
    head = b"$$" + flag + str(len(rest) + 4).encode() + rest
    return head + b"%02X\r\n" % checksum(head)


def sentence(
    event: int = 35, volts: str = "018D|04F0", said: str = "", version: str = "3", temperatures: str = ""
) -> bytes:
    """A record near Kabanjahe as text."""
    filled = PLACE.format(event=event, volts=volts, said=said, version=version, fuel="1932", temperatures=temperatures)
    return sealed(b"AAA," + filled.encode())


def decode(frame: bytes) -> Decoded:
    """As on a new connection."""
    return PROTOCOL.decode(frame, Session(), NOW)


def fix_of(frame: bytes) -> Fix:
    """The one fix of a frame."""
    (fix,) = decode(frame).messages
    assert isinstance(fix, Fix)
    return fix


def test_a_sentence_is_in_units_of_the_house() -> None:
    fix = fix_of(sentence())
    assert (fix.identity, fix.lon, fix.lat, fix.fix_time, fix.valid) == (IMEI, 98.4912, 3.1001, NOW, True)
    assert fix.speed_mps == pytest.approx(60 / 3.6)
    assert (fix.course_deg, fix.altitude_m, fix.external_power) == (90, 1201, True)
    assert fix.attributes == {
        "event": 35, "satellites": 9, "rssi": 21, "hdop": 0.8, "odometer_m": 1_234_567, "run_s": 4711,
        "mcc": 510, "mnc": 10, "lac": 0x65, "cell": 0x118A, "inputs": 2, "outputs": 1, "analog_1": 1, "analog_3": 12,
        "battery_v": 3.97, "power_v": 12.64, "fuel_pct": 25.5,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("volts", "battery", "power"),
    [("018D|0573", 3.97, 13.95), ("0278|0110", 3.703, 12.75), ("0A2D|0400", 4.198, 13.2)],
)
def test_raw_voltages_are_scaled_by_the_family_that_the_battery_tells(volts: str, battery: float, power: float) -> None:
    attributes = fix_of(sentence(volts=volts)).attributes
    assert attributes["battery_v"] == pytest.approx(battery, abs=0.001)
    assert attributes["power_v"] == pytest.approx(power, abs=0.001)


@pytest.mark.parametrize(
    ("version", "sensor", "celsius"), [("3", "06FB2E", -12.34), ("1", "06FB32", -5.5), ("1", "020432", 4.5)]
)
def test_temperatures_are_read_by_the_version(version: str, sensor: str, celsius: float) -> None:
    found = fix_of(sentence(version=version, temperatures=sensor)).attributes["temperature_c"]
    assert found == pytest.approx(celsius)


@pytest.mark.parametrize(("event", "alarm"), [(1, "sos"), (23, "power_cut"), (19, "overspeed"), (129, "harsh_braking")])
def test_events_are_alarms(event: int, alarm: str) -> None:
    fix = fix_of(sentence(event))
    assert fix.attributes["alarm"] == alarm
    assert fix.sos is (alarm == "sos")
    assert fix.external_power is (alarm != "power_cut")


def test_a_card_names_the_driver() -> None:
    assert fix_of(sentence(37, said="006380DF")).attributes["driver"] == "006380DF"


def test_fixed_records_are_answered_with_their_number() -> None:
    record = pack(
        "<BiiIBBBHHHhIIHHHHHHHHI",
        35, 3_100_100, 98_491_200, 838_857_600, 1, 9, 21, 60, 90, 8, 1201, 1_234_567, 4711,
        510, 10, 101, 4490, 0, 0, 397, 1264, 0,
    )  # fmt: skip
    decoded = decode(sealed(b"CCC," + pack("<HHI", 1, 52, 0) + record * 2))
    first, second = decoded.messages
    assert first == second and isinstance(first, Fix)
    assert (first.lon, first.lat, first.fix_time) == (98.4912, 3.1001, NOW)
    assert first.attributes["power_v"] == 12.64
    rest = f",{IMEI},CCC,2*".encode()
    head = b"@@A" + str(len(rest) + 4).encode() + rest
    assert decoded.answer == head + b"%02X\r\n" % checksum(head)


def test_what_is_no_record_is_a_sign_of_life() -> None:
    decoded = decode(sealed(b"D03,OK"))
    (message,) = decoded.messages
    assert isinstance(message, Heartbeat) and message.attributes == {"result": "D03,OK"}


def test_the_stream_is_cut_alike_however_it_arrives() -> None:
    binary = sealed(b"CCE," + pack("<IHH", 0, 1, 6) + bytes((4, 0, 0, 0, 0, 0)), flag=b"$")
    assert_splits_alike(PROTOCOL.cut, [sentence(), binary, sealed(b"D03,OK")])


def test_a_frame_with_a_wrong_sum_is_garbage_and_the_next_is_not() -> None:
    broken = sentence().replace(b"98.4912", b"98.4913")
    frames, faults = cut_all(PROTOCOL.cut, [broken + sentence()])
    assert frames == [sentence()]
    assert [(taken, fault.code) for taken, fault in faults] == [(broken, RejectionReason.BAD_CHECKSUM)]


@pytest.mark.parametrize(
    ("stream", "why"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", RejectionReason.NO_FRAME),
        (b"$$A9999," + IMEI.encode(), RejectionReason.FRAME_TOO_LONG),
        (b"$$A3,12", RejectionReason.FRAME_TOO_SHORT),
        (b"$$A99999999999", RejectionReason.NO_FRAME),
    ],
)
def test_what_can_be_no_frame_is_garbage_at_once(stream: bytes, why: RejectionReason) -> None:
    head = PROTOCOL.cut(stream)
    assert head is not None and head.fault is not None and head.fault.code is why


def test_garbage_ends_where_a_frame_begins() -> None:
    frames, faults = cut_all(PROTOCOL.cut, [b"noise" + sentence()])
    assert frames == [sentence()] and [taken for taken, _ in faults] == [b"noise"]


def test_a_datagram_with_a_wrong_sum_is_rejected() -> None:
    assert PROTOCOL.datagram is not None
    decoded = PROTOCOL.datagram(sentence().replace(b"98.4912", b"98.4913"), Session(), NOW)
    (message,) = decoded.messages
    assert isinstance(message, Rejected) and message.reason.code is RejectionReason.BAD_CHECKSUM


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"CCE," + pack("<IH", 0, 65_535), id="records that are not there"),
        pytest.param(b"CCE," + pack("<IHH", 0, 1, 60_000), id="a record longer than the frame"),
        pytest.param(b"CCE," + pack("<IHH", 0, 1, 6) + bytes((4, 0, 200, 0, 0, 0)), id="more values than bytes"),
        pytest.param(b"CCE," + pack("<IHH", 0, 1, 6) + bytes((4, 0, 0, 0, 0, 0)) + b"more", id="bytes left over"),
    ],
)
def test_a_frame_whose_counts_lie_is_kept_whole(content: bytes) -> None:
    (message,) = decode(sealed(content)).messages
    assert isinstance(message, Rejected) and message.reason.code is RejectionReason.COUNT_MISMATCH
    assert message.identity == IMEI


@pytest.mark.parametrize("damaged", [b"AAA,35,north", b"AAA," + PLACE.replace("{event}", "x").encode(), b"AAA"])
def test_a_sentence_that_cannot_be_read_is_kept(damaged: bytes) -> None:
    (message,) = decode(sealed(damaged)).messages
    assert isinstance(message, Rejected) and message.identity == IMEI


def test_no_sign_that_a_column_cannot_hold_comes_out() -> None:
    assert fix_of(sentence(said="a\0b\x1b")).attributes["event_data"] == "ab"


@given(st.sampled_from([b"AAA,", b"AFF,", b"CCC,", b"CCE,", b"D03"]), st.binary(max_size=300))
def test_whatever_a_frame_holds_it_is_decoded_or_rejected(command: bytes, content: bytes) -> None:
    assert decode(sealed(command + content)).messages


@given(
    st.lists(st.sampled_from(PLACE.split(",")) | st.text("0123456789.-|AVnaife", max_size=8), min_size=13, max_size=22)
)
def test_whatever_a_sentence_holds_it_is_decoded_or_rejected(fields: list[str]) -> None:
    assert decode(sealed(b"AAA," + ",".join(fields).encode())).messages


@given(st.binary(max_size=200))
def test_whatever_a_stream_holds_nothing_is_raised(stream: bytes) -> None:
    for chunk in (stream, b"$$A" + stream):
        frames, _ = cut_all(PROTOCOL.cut, [chunk])
        for frame in frames:
            decode(frame)
