"""Captured frames with what they must decode to, from the shared test material, and how to hold a protocol to them."""

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from _pytest.mark.structures import ParameterSet

from fleet.protocols.attributes import Alarm
from fleet.protocols.fix import Fix, Heartbeat, Message, Rejected
from fleet.protocols.rejection import Reason, RejectionReason
from fleet.protocols.stream import CutFrame, Decoded, Session, StreamProtocol
from tests.world import shared_data

BOUND: Final = "bound-before"
"""The identity of a session whose device has logged in earlier."""
_KNOT_MPS: Final = 1852.0 / 3600.0
Record = Fix | Heartbeat


@dataclass(frozen=True)
class Case:
    """One record of the material; ``udp``: it came in a datagram."""

    kind: str
    frame: bytes
    expected: Mapping[str, Any]
    udp: bool


def cases(name: str, encodings: Sequence[str] = ("hex", "text")) -> list[ParameterSet]:
    """The cases of one protocol, for ``pytest.mark.parametrize("case", cases("gt06"))``."""
    try:
        path = shared_data("frames", f"{name}.json")
    except pytest.skip.Exception as absent:
        return [pytest.param(None, marks=pytest.mark.skip(reason=str(absent)))]
    records = json.loads(path.read_text())["frames"]
    return [
        pytest.param(_case(record), id=f"{number}-{record['kind']}")
        for number, record in enumerate(records)
        if record["encoding"] in encodings
    ]


def _case(record: Mapping[str, Any]) -> Case:
    frame = bytes.fromhex(record["hex"]) if record["encoding"] == "hex" else record["text"].encode()
    # Without a place to check, a record is all that has to come out.
    kind = record["kind"] if record.get("checkLocation", True) else "verifyAttributes"
    return Case(kind, frame, record.get("expected") or {}, record["decoder"].endswith("true)"))


def verify(case: Case, protocol: StreamProtocol, attributes: Mapping[str, str] | None = None) -> None:
    """Hold ``protocol`` against a case. ``attributes``: the material's names -> the protocol's own, beyond ``READ``."""
    if case.kind.startswith("frameDecoder"):
        _verify_cut(case, protocol.cut)
        return
    decode = protocol.datagram if case.udp else protocol.decode
    assert decode is not None, "the case is a datagram, and the protocol takes none"
    decoded = decode(case.frame, Session(identity=BOUND), datetime.now(UTC))
    for message in decoded.messages:
        assert_possible(message)
    fixes = [message for message in decoded.messages if isinstance(message, Fix)]
    if case.kind == "verifyNull":
        assert not fixes
    elif case.kind.startswith("verifyPosition"):
        assert fixes, decoded
        _verify_position(fixes[0], case.expected.get("position"))
    else:
        _verify_record(decoded, case.expected, attributes or {})


def _verify_record(decoded: Decoded, expected: Mapping[str, Any], own: Mapping[str, str]) -> None:
    records = [message for message in decoded.messages if not isinstance(message, Rejected)]
    assert records, decoded
    if "attribute" not in expected:
        return
    name, value = expected["attribute"], expected["value"]
    if isinstance(name, dict):  # the upstream expression "prefix + number"
        prefix, _, number = name["java"].partition(" + ")
        name = {"Position.PREFIX_TEMP": "temp", "Position.PREFIX_ADC": "adc"}.get(prefix, prefix) + number
    if name in own:
        found = [record.attributes.get(own[name]) for record in records]
    elif name in READ:
        found = [READ[name](record) for record in records]
    else:
        found = [record.attributes[snake] for record in records if (snake := _snake(name)) in record.attributes]
        if not found:
            return  # a name that means nothing here: that the record came out is enough
    assert any(_same(name, one, value) for one in found), (name, value, found)


def _same(name: str, found: Any, value: Any) -> bool:
    if value is None or found is None:
        return found is value
    if name == "alarm":
        return {_alarm(one) for one in str(value).split(",")} <= set(str(found).split(","))
    if isinstance(value, bool) or isinstance(found, bool):
        return found is value
    try:
        return math.isclose(float(found), float(value), rel_tol=1e-4, abs_tol=1e-3)
    except (TypeError, ValueError):
        return str(found) == str(value)


ALARMS: Final = {
    "tampering": Alarm.TAMPER,
    "hardBraking": Alarm.HARSH_BRAKING,
    "hardAcceleration": Alarm.HARSH_ACCELERATION,
    "hardCornering": Alarm.HARSH_CORNERING,
    "powerOff": Alarm.POWER_CUT,
    "powerOn": Alarm.POWER_RESTORED,
    "fallDown": Alarm.FALL,
    "gpsAntennaCut": Alarm.GPS_ANTENNA_CUT,
    "fatigueDriving": Alarm.FATIGUE,
}
"""The material's word -> ours, where putting it in lower case with underscores does not do."""

READ: Final[Mapping[str, Callable[[Record], Any]]] = {
    "alarm": lambda record: record.attributes.get("alarm"),
    "ignition": lambda record: record.ignition,
    "charge": lambda record: (
        record.external_power if record.external_power is not None else record.attributes.get("charging")
    ),
    "batteryLevel": lambda record: record.battery_pct,
    "speed": lambda record: _scaled(getattr(record, "speed_mps", None), 1 / _KNOT_MPS),
    "course": lambda record: getattr(record, "course_deg", None),
    "altitude": lambda record: getattr(record, "altitude_m", None),
    "hours": lambda record: _scaled(record.attributes.get("engine_hours_s"), 1000),
    "power": lambda record: record.attributes.get("power_v"),
    "battery": lambda record: record.attributes.get("battery_v"),
    "sat": lambda record: record.attributes.get("satellites"),
    "odometer": lambda record: record.attributes.get("odometer_m"),
    "driverUniqueId": lambda record: record.attributes.get("driver"),
    "temp1": lambda record: record.attributes.get("temperature_c"),
    "rssi": lambda record: record.attributes.get("rssi"),
    "blocked": lambda record: record.attributes.get("blocked"),
    "event": lambda record: record.attributes.get("event"),
}
"""The material's name of an attribute -> its value in a record of ours, in the material's unit."""


def _scaled(value: Any, factor: float) -> float | None:
    return None if value is None else value * factor


def _alarm(word: str) -> str:
    return str(ALARMS.get(word, _snake(word)))


def _snake(name: str) -> str:
    return re.sub(r"([A-Z])", r"_\1", name).lower()


def _verify_position(fix: Fix, expected: Mapping[str, Any] | None) -> None:
    if expected is None:
        return
    assert math.isclose(fix.lat, expected["latitude"], abs_tol=1e-5)
    assert math.isclose(fix.lon, expected["longitude"], abs_tol=1e-5)
    assert fix.valid is expected["valid"]
    assert fix.fix_time == datetime.fromisoformat(expected["fixTime"])


def assert_possible(message: Message) -> None:
    """What every decoded record must satisfy, whatever the bytes were; raises AssertionError."""
    if isinstance(message, Rejected):
        assert message.reason.code in RejectionReason
        return
    assert message.identity
    assert message.battery_pct is None or 0 <= message.battery_pct <= 100
    for name, value in message.attributes.items():
        assert name and isinstance(value, str | int | float | bool), (name, value)
        assert not isinstance(value, float) or math.isfinite(value), (name, value)
    if isinstance(message, Fix):
        assert_possible_fix(message)


def assert_possible_fix(fix: Fix) -> None:
    """The bounds of a position; raises AssertionError."""
    assert abs(fix.lat) <= 90 and abs(fix.lon) <= 180
    if fix.fix_time is not None:
        assert fix.fix_time.year > 1999 and fix.fix_time <= datetime.now(UTC) + timedelta(hours=25)
    assert fix.altitude_m is None or -12_262 <= fix.altitude_m <= 18_000
    assert fix.speed_mps is None or 0 <= fix.speed_mps <= 869 * _KNOT_MPS
    assert fix.course_deg is None or 0 <= fix.course_deg <= 360


def _verify_cut(case: Case, cut: CutFrame) -> None:
    frames, faults = cut_all(cut, [case.frame])
    if case.kind == "frameDecoderNull":
        assert not frames
        return
    expected = bytes.fromhex(case.expected["frame"]).strip(b"\r\n")
    # Some identifiers of the material were edited, and the checksum no longer fits.
    edited = [taken for taken, reason in faults if reason.code is RejectionReason.BAD_CHECKSUM]
    assert expected in [frame.strip(b"\r\n") for frame in [*frames, *edited]]


def cut_all(cut: CutFrame, chunks: Iterable[bytes]) -> tuple[list[bytes], list[tuple[bytes, Reason]]]:
    """The frames, and the garbage with its reason, that a stream arriving in ``chunks`` is cut into."""
    buffer, frames, faults = bytearray(), list[bytes](), list[tuple[bytes, Reason]]()
    for chunk in chunks:
        buffer += chunk
        while buffer and (head := cut(buffer)) is not None:
            assert 1 <= head.size <= len(buffer), head
            taken = bytes(buffer[: head.size])
            del buffer[: head.size]
            if head.fault is None:
                frames.append(taken)
            else:
                faults.append((taken, head.fault))
    return frames, faults


def assert_splits_alike(cut: CutFrame, frames: Sequence[bytes]) -> None:
    """Glued together, split in two at every byte, and byte by byte, the stream gives exactly ``frames``."""
    whole = b"".join(frames)
    ways = [[whole], [whole[at : at + 1] for at in range(len(whole))]]
    ways += [[whole[:at], whole[at:]] for at in range(1, len(whole))]
    for chunks in ways:
        found, faults = cut_all(cut, chunks)
        assert (found, faults) == (list(frames), []), chunks
