"""Bytes kept in quarantine, of whatever protocol, decode again as on the day they came."""

from datetime import UTC, datetime

import pytest

from fleet.protocols.fix import Fix, Heartbeat, Rejected
from fleet.protocols.gt06.frames import build
from fleet.protocols.osmand import Request
from fleet.protocols.registry import decode_again
from fleet.protocols.rejection import RejectionReason
from fleet.protocols.streams import STREAMS

ARRIVAL = datetime(2026, 11, 21, 14, 5, 9, tzinfo=UTC)
TK103 = b"(081362001122BR00261121A0307.2000N09830.0000E036.0070509090.0001000000L00001F40)"


def test_a_frame_of_a_connection_is_its_devices() -> None:
    (beat,) = decode_again("gt06", build(0x13, bytes.fromhex("4606040002"), 3), "358899050011223", ARRIVAL, "tcp")
    assert isinstance(beat, Heartbeat)
    assert beat.identity == "358899050011223"


@pytest.mark.parametrize("transport", ["tcp", "udp"])
def test_a_frame_that_names_its_device_needs_no_connection(transport: str) -> None:
    (fix,) = decode_again("tk103", TK103, "", ARRIVAL, transport)
    assert isinstance(fix, Fix)
    assert fix.identity == "081362001122"


def test_a_request_of_a_phone_is_read_as_before() -> None:
    raw = Request("GET", b"id=phone-9&lat=3.1&lon=98.4").to_bytes()
    (fix,) = decode_again("osmand", raw, "phone-9", ARRIVAL, "http")
    assert isinstance(fix, Fix)


@pytest.mark.parametrize("protocol", sorted(STREAMS))
@pytest.mark.parametrize("raw", [b"", b"\x00" * 40, b"x" * 5000, bytes(range(256))])
def test_garbage_stays_garbage(protocol: str, raw: bytes) -> None:
    assert not [one for one in decode_again(protocol, raw, "7", ARRIVAL, "tcp") if isinstance(one, Fix)]


def test_a_protocol_that_is_gone_is_said_to_be_unknown() -> None:
    (message,) = decode_again("carrier-pigeon", b"coo", "7", ARRIVAL, "tcp")
    assert isinstance(message, Rejected)
    assert message.reason.code is RejectionReason.UNKNOWN_TYPE
