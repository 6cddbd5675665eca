"""Queclink: captured frames, the stream, what each kind of report says, and fields that lie."""

from datetime import UTC, datetime
from typing import Any

import pytest

from fleet.protocols.fix import Fix, Heartbeat, Message, Rejected
from fleet.protocols.gl200 import PROTOCOL
from fleet.protocols.gl200.frames import MAX_FRAME
from fleet.protocols.rejection import RejectionReason
from fleet.protocols.stream import Decoded, Session
from tests.fleet.protocols.frame_cases import Case, assert_possible, assert_splits_alike, cases, cut_all, verify

ARRIVAL = datetime(2026, 11, 21, 8, 15, 30, tzinfo=UTC)
IMEI = "862894020000017"
PLACE = "1,36.0,117,1310.4,98.495533,3.184420,20261121081500,0510,0010,2CA2,014A2E17"
END = "20261121081505,51D8$"
MATERIAL = {"power2": "power2_v", "accessoryVoltage": "accessory_v", "fuel": "fuel_l"}


def event() -> bytes:
    """Virtual ignition on, as an event of the binary form: device, state, the event's own fields, position, end."""
    device = bytes.fromhex("45 0101 0108 5604501800020304") + bytes.fromhex("64 36b0 41 09")
    place = bytes.fromhex("01 000168 0075 051e") + (98_495_533).to_bytes(4) + (3_184_420).to_bytes(4)
    cell = bytes.fromhex("07ea0b15080f00 01fe 000a 2ca2 2e17 00")
    body = device + bytes(7) + b"\x01" + place + cell + bytes.fromhex("07ea0b15080f05 054e 5c6e 0d0a")
    head = b"+EVT" + bytes.fromhex("2d 00fc1fbf")
    return head + (len(head) + 2 + len(body)).to_bytes(2) + body


EVENT = event()


def report(kind: str, fields: str, version: str = "060502", word: str = "RESP") -> bytes:
    return f"+{word}:GT{kind},{version},{IMEI},{fields},{END}".encode()


VEHICLE = report("FRI", f",13950,10,1,{PLACE},00,15989.5,01070:43:13,13,180,97,220103,,,")
ASSET = report("FRI", f"gl,0,0,1,{PLACE},00,85", "1A0401")


def decoded(frame: bytes, session: Session | None = None) -> Decoded:
    return PROTOCOL.decode(frame, session or Session(), ARRIVAL)


def last(frame: bytes) -> Message:
    return decoded(frame).messages[-1]


def fix(frame: bytes) -> Fix:
    message = last(frame)
    assert isinstance(message, Fix), message
    return message


def life(frame: bytes) -> Heartbeat:
    message = last(frame)
    assert isinstance(message, Heartbeat), message
    return message


@pytest.mark.parametrize("case", cases("gl200"))
def test_it_decodes_the_captured_frame(case: Case) -> None:
    if case.frame.startswith(b"+BUFF:GTFRI,2E0503,861106050005423,,,0,1,,,,"):
        assert life(case.frame).battery_pct == 98.0  # no place at all: upstream repeats the last one, we do not
        return
    verify(case, PROTOCOL, MATERIAL)


def test_it_cuts_frames_however_the_stream_is_split() -> None:
    assert_splits_alike(PROTOCOL.cut, [b"+ACK:GTHBD,1A0401,1,,20100214093254,11F0$", b"\n", EVENT, EVENT, ASSET])


def test_it_cuts_the_compact_form() -> None:
    frame = b"+\x00\x00\x38\x00\x08" + bytes(49) + b"$"
    assert_splits_alike(PROTOCOL.cut, [frame, frame, ASSET])


def test_it_calls_garbage_a_fault_and_finds_the_next_frame() -> None:
    found, faults = cut_all(PROTOCOL.cut, [b"GET / HTTP$ +RESX \xff" + VEHICLE + b"\x01+RSP" + bytes(40) + ASSET])
    assert found == [VEHICLE, ASSET]
    assert {reason.code for _, reason in faults} == {RejectionReason.NO_FRAME}


def test_it_finds_the_frame_behind_one_that_lost_its_end() -> None:
    found, faults = cut_all(PROTOCOL.cut, [VEHICLE[:70] + ASSET])
    assert found == [ASSET]
    assert [taken for taken, _ in faults] == [VEHICLE[:70]]


def test_it_gives_up_on_a_text_without_end() -> None:
    assert PROTOCOL.cut(b"+RESP:GTFRI," + b"9" * 1000) is None
    head = PROTOCOL.cut(b"+RESP:GTFRI," + b"9" * MAX_FRAME)
    assert head is not None and head.fault is not None and head.fault.code is RejectionReason.FRAME_TOO_LONG


def test_a_position_has_its_units() -> None:
    found = fix(VEHICLE)
    assert (found.identity, found.lon, found.lat) == (IMEI, 98.495533, 3.18442)
    assert found.fix_time == datetime(2026, 11, 21, 8, 15, tzinfo=UTC)
    assert found.speed_mps == pytest.approx(10.0)
    assert (found.course_deg, found.altitude_m) == (117.0, 1310.4)
    cell = {"mcc": 510, "mnc": 10, "lac": 0x2CA2, "cell": 0x14A2E17}
    assert cell.items() <= found.attributes.items()


def test_a_vehicle_tells_supply_distance_hours_battery_and_status() -> None:
    found = fix(VEHICLE)
    expected = {"power_v": 13.95, "odometer_m": 15_989_500, "engine_hours_s": 3_854_593, "inputs": 1, "outputs": 3}
    assert expected.items() <= found.attributes.items()
    assert (found.battery_pct, found.ignition, found.moving) == (97.0, True, True)


@pytest.mark.parametrize(
    "tail", ["00,15989.5,,,97,220103", ",15989.5,,,,,97,220103,,", "01,12,15989.5,,,,,97,2200010003,,,"]
)
def test_the_status_of_a_vehicle_is_found_behind_any_number_of_inputs(tail: str) -> None:
    found = fix(report("FRI", f",,10,1,{PLACE},{tail}"))
    assert (found.battery_pct, found.ignition, found.attributes["odometer_m"]) == (97.0, True, 15_989_500)
    assert found.attributes["inputs"] == 1


@pytest.mark.parametrize(
    ("version", "tail"), [("1A0401", "00,85"), ("DE0114", "24,0,,85,1,1,"), ("C30303", ",85,1,32.4")]
)
def test_the_battery_stands_where_the_family_has_it(version: str, tail: str) -> None:
    assert fix(report("FRI", f",0,0,1,{PLACE},{tail}", version)).battery_pct == 85.0


def test_an_unknown_device_is_told_by_its_fields() -> None:
    assert fix(report("FRI", f",12000,10,1,{PLACE},00,1.5,,,,97,210100,,,", "ZZ0101")).ignition is True
    assert fix(report("FRI", f",0,0,1,{PLACE},85", "ZZ0101")).battery_pct == 85.0


def test_repeated_positions_come_in_order_and_the_last_has_the_state() -> None:
    earlier = PLACE.replace("081500", "081400").replace("98.495533", "98.490000")
    first, second = decoded(report("FRI", f",,10,2,{earlier},,{PLACE},00,1.5,,,,97,220100,,,")).messages
    assert isinstance(first, Fix) and isinstance(second, Fix)
    assert (first.lon, second.lon) == (98.49, 98.495533)
    assert (first.battery_pct, second.battery_pct) == (None, 97.0)


def test_history_is_marked() -> None:
    assert fix(VEHICLE.replace(b"+RESP", b"+BUFF")).attributes["buffered"] is True


def test_an_accuracy_of_zero_is_an_old_position() -> None:
    assert fix(VEHICLE.replace(b",1,36.0", b",0,36.0")).valid is False


@pytest.mark.parametrize(
    ("kind", "before", "expected"),
    [
        ("SOS", ",,00,1", {"sos": True}),
        ("IGL", ",,00,1", {"ignition": True}),
        ("IGL", ",,01,1", {"ignition": False}),
        ("IGN", ",120", {"ignition": True}),
        ("IGF", ",120", {"ignition": False}),
        ("VGF", ",,0,120", {"ignition": False}),
        ("NMR", ",0,1,1", {"moving": True}),
        ("STT", ",22", {"ignition": True, "moving": True}),
        ("STT", ",11", {"ignition": False, "moving": False}),
        ("MPN", "", {"external_power": True}),
        ("MPF", "", {"external_power": False}),
        ("BTC", "", {"external_power": True}),
    ],
)
def test_the_kind_of_a_report_tells_the_state(kind: str, before: str, expected: dict[str, Any]) -> None:
    found = fix(report(kind, f"{before},{PLACE},00"))
    assert {name: getattr(found, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("kind", "before", "alarm"),
    [
        ("SOS", ",,00,1", "sos"),
        ("MPF", "", "power_cut"),
        ("MPN", "", "power_restored"),
        ("TOW", ",,10,1", "tow"),
        ("SPD", ",,00,1", "overspeed"),
        ("BPL", ",3.53", "low_battery"),
        ("HBM", ",,10,1", "harsh_braking"),
        ("HBM", ",,21,1", "harsh_acceleration"),
        ("HBM", ",,12,1", "harsh_cornering"),
        ("GEO", ",,00,1", "geofence_exit"),
        ("GEO", ",,01,1", "geofence_enter"),
        ("JDR", "", "jamming"),
        ("JDS", ",2", "jamming"),
        ("JDS", ",1", None),
        ("TEM", ",41.5", "temperature"),
        ("FRI", ",,10,1", None),
    ],
)
def test_the_kind_of_a_report_is_an_alarm(kind: str, before: str, alarm: str | None) -> None:
    assert fix(report(kind, f"{before},{PLACE},00")).attributes.get("alarm") == alarm


def test_information_tells_supply_battery_and_charging() -> None:
    found = life(report("INF", "gv,21,898600810906F8048812,18,0,1,12349,,4.15,1,1,0,0,20261121081500,0,00,00"))
    assert (found.ignition, found.external_power) == (True, True)
    expected = {"rssi": 18, "power_v": 12.349, "battery_v": 4.15, "charging": True}
    assert expected.items() <= found.attributes.items()


def test_the_engine_tells_by_the_mask() -> None:
    found = fix(report("CAN", f",0,1,C0000156,2,H46358,601,83,P53.00,{PLACE},00"))
    expected = {"odometer_m": 4_635_800.0, "rpm": 601.0, "coolant_c": 83.0, "fuel_pct": 53.0}
    assert expected.items() <= found.attributes.items()
    assert found.ignition is True


def test_a_temperature_on_the_wire_has_a_sign() -> None:
    found = fix(report("ERI", f",00000002,,10,1,{PLACE},00,0.0,,,,99,210100,2,1,28F8A149F69A3C25,1,FFF8", "271002"))
    assert found.attributes["temperature_c"] == -0.5


def test_a_report_without_position_is_a_sign_of_life() -> None:
    found = life(report("FRI", ",,10,1,,,,,,,,0510,0010,2CA2,014A2E17,00,15989.5,,,,97,210100,,,"))
    assert (found.battery_pct, found.ignition) == (97.0, True)
    assert found.time == datetime(2026, 11, 21, 8, 15, 5, tzinfo=UTC)


def test_it_acknowledges_what_it_was_sent() -> None:
    assert decoded(VEHICLE).answer == b"+SACK:51D8$"
    assert decoded(b"+ACK:GTHBD,1A0401,1,,20261121081505,11F0$").answer == b"+SACK:GTHBD,1A0401,11F0$"
    assert decoded(b"+ACK:GTFRI,1A0401,1,,0001,20261121081505,11F0$").answer == b""


def test_a_report_without_identity_belongs_to_who_is_connected() -> None:
    session = Session()
    decoded(VEHICLE, session)
    assert decoded(VEHICLE.replace(IMEI.encode(), b""), session).messages[-1].identity == IMEI
    message = last(VEHICLE.replace(IMEI.encode(), b""))
    assert isinstance(message, Rejected) and message.reason.code is RejectionReason.NO_IDENTITY


def test_a_report_without_version_is_nobodys_number() -> None:
    message = last(b"+RESP:GTSOS,862894020000017,1,0,0,1,4.3,92,70.0,1,98.495533,3.184420,20261121081500,11F0$")
    assert isinstance(message, Rejected)
    assert (message.identity, message.reason.code) == (IMEI, RejectionReason.UNKNOWN_TYPE)


@pytest.mark.parametrize(
    "change",
    [
        (b"98.495533", b"198.495533"),
        (b"3.184420", b"93.184420"),
        (b"20261121081500", b"20261321081500"),
        (b"20261121081500", b"20991121081500"),
        (b"20261121081500", b"19801121081500"),
    ],
)
def test_it_rejects_what_cannot_be_a_position(change: tuple[bytes, bytes]) -> None:
    message = last(VEHICLE.replace(*change))
    assert isinstance(message, Rejected)
    assert message.identity == IMEI


@pytest.mark.parametrize(
    "change",
    [
        (b",36.0,", b",999999.0,"),
        (b",117,", b",-5,"),
        (b"1310.4", b"nan"),
        (b"13950", b"9" * 300),
        (b"15989.5", b"1e308"),
        (b"01070:43:13", b"99999999999:99:99"),
        (b",97,", b",197,"),
        (b"2CA2", b"F" * 100),
        (IMEI.encode(), b"\xb2\x00\x07" * 80),
    ],
)
def test_it_bounds_what_no_sensor_measures(change: tuple[bytes, bytes]) -> None:
    assert_possible(fix(VEHICLE.replace(*change)))


def test_every_truncation_and_changed_byte_is_survived() -> None:
    for frame in (VEHICLE, ASSET, EVENT):
        for at in range(len(frame)):
            for damaged in (frame[:at], frame[:at] + b"\xff" + frame[at + 1 :], frame[:at] + b"," + frame[at + 1 :]):
                for message in decoded(damaged).messages:
                    assert_possible(message)


def test_a_binary_event_tells_ignition_and_position() -> None:
    found = fix(EVENT)
    assert found.identity == "860480240002034"
    assert found.ignition is True
    assert (found.lon, found.lat, found.speed_mps) == (98.495533, 3.18442, 10.0)


def test_a_binary_report_that_ends_early_keeps_the_points_before() -> None:
    track = bytes.fromhex("2b52535064000000000400450102020956325403000343056438ed22050003")
    points = bytes.fromhex("41000005def15b003097246920ad40") + bytes.fromhex("8000000000") + b"\x80"
    messages = decoded(track + points).messages
    assert len(messages) == 2
    assert all(isinstance(message, Fix) for message in messages)


def test_a_datagram_may_hold_several_frames() -> None:
    assert PROTOCOL.datagram is not None
    found = PROTOCOL.datagram(VEHICLE + b"\r\n" + ASSET, Session(), ARRIVAL)
    assert len(found.messages) == 2
    assert found.answer == b"+SACK:51D8$+SACK:51D8$"
