"""Frames as trackers send them, made here: the sources of all mutations."""

import json
import struct
from collections.abc import Mapping
from functools import cache
from typing import Final

from fleet.protocols.gt06 import frames as gt06
from fleet.protocols.gt06.layouts import LAYOUTS
from fleet.protocols.osmand import Request
from fleet.protocols.owntracks import Post
from fleet.protocols.teltonika.checksum import crc16

IMEI: Final = "358899050011223"
_PLACE: Final = bytes.fromhex("1a0b150e0509c9") + struct.pack(">IIBH", 5_616_000, 177_300_000, 36, 0x105A)
_CELL: Final = bytes.fromhex("01fe0a007c000912")
_TAILS: Final = (b"\x01\x00\x01", bytes.fromhex("4604040102"), bytes(range(16)))


@cache
def authored() -> Mapping[str, tuple[bytes, ...]]:
    """Protocol -> its frames, each whole."""
    return {
        "gt06": _gt06(),
        "tk103": _tk103(),
        "teltonika": _teltonika(),
        "h02": _h02(),
        "gl200": _gl200(),
        "meitrack": _meitrack(),
        "cot": _cot(),
        "osmand": _osmand(),
        "owntracks": _owntracks(),
    }


def _gt06() -> tuple[bytes, ...]:
    login = bytes.fromhex("0" + IMEI)
    made = [
        gt06.build(0x01, login, 1),
        gt06.build(0x01, login + bytes.fromhex("00362bc0"), 2),
        gt06.build(0x8A, b"", 3),
    ]
    for kind in LAYOUTS:
        made += [gt06.build(kind, _PLACE + _CELL + tail, kind, long=kind >= 0x70) for tail in _TAILS]
        made.append(gt06.build(kind, _PLACE + b"\x08" + _CELL + _TAILS[1], kind))
    made += [gt06.build(0x13, bytes.fromhex("4606040002"), 4), gt06.build(0x94, bytes.fromhex("0004b0"), 5, long=True)]
    made.append(
        gt06.build(
            0x21, bytes(4) + b"\x01Current position!Lat:N3.1,Lon:E98.4,DateTime:2026-11-21 07:05:09", 6, long=True
        )
    )
    made.append(b"\x78\x78\x0d\x01" + login + b"\x01\r\n")
    made.append(b"\x78\x78\x12\x10" + _PLACE[:7] + _PLACE[7:] + b"\r\n")
    made.append(
        bytes.fromhex("78780169261121140509") + bytes(6) + b"\x50" + bytes.fromhex("0101fe0a007c091250") + b"\r\n"
    )
    return tuple(made)


def _tk103() -> tuple[bytes, ...]:
    place = "261121A0307.2000N09830.0000E036.0070509090.0001000000L00001F40"
    joined = [f"(081362001122{head}{place})" for head in ("BR00", "BP05358899050011223", "BO012", "BQ81,ALARM,1,164,")]
    listed = [
        f"({IMEI},DW3B,211126,A,0307.20000N,09830.00000E,36.000,070509,90.00,912.50,8)",
        f"({IMEI},ZC20,211126,070509,3,394,126,0)",
        f"({IMEI},ZC03,211126,070509,$Mode (auto): 1\r\nPower: 95%$)",
        f"({IMEI},DW5B,510,10,124,2322,1,30:EE:CC:E7:86:DD*-59*11,211126,070509)",
        "(081362001122BP00HSO)",
        "(081362001122BP05358899050011223,{510,10,124,2322}\n{510,10,124,2323}\n,01000000)",
        "(081362001122BQ86,0,05470c0eb20d,261121070509,01000001)",
    ]
    return tuple(one.encode() for one in joined + listed)


def _teltonika() -> tuple[bytes, ...]:
    fixed = struct.pack(">QBiihHBH", 1_795_244_709_000, 1, 985_000_000, 31_200_000, 912, 90, 9, 36)
    short = fixed + bytes.fromhex("f00403ef01f0011505" + "01423039" + "01f100000064" + "00")
    extended = fixed + bytes.fromhex(
        "00f00003" + "0001" + "00ef01" + "0001" + "00423039" + "0000" + "0000" + "0001" + "0100" + "0004" + "41424344"
    )
    login = struct.pack(">H", 15) + IMEI.encode()
    packets = [_packet(8, [short]), _packet(8, [short] * 3), _packet(0x8E, [extended]), _packet(0x8E, [extended] * 5)]
    return (login, b"\xff", *packets)


def _packet(codec: int, records: list[bytes]) -> bytes:
    data = bytes([codec, len(records)]) + b"".join(records) + bytes([len(records)])
    return struct.pack(">II", 0, len(data)) + data + struct.pack(">I", crc16(data))


def _h02() -> tuple[bytes, ...]:
    texts = [
        "*HQ,8170001122,V1,070509,A,0307.2000,N,09830.0000,E,19.44,90,211126,FFFFFBFF,510,10,124,2322#",
        "*HQ,8170001122,V6,070509,V,0307.2000,N,09830.0000,E,0.00,0.00,211126,FFF7FBFF,510,10,124,2322,8962,#",
        "*HQ,8170001122,LINK,070509,15,0,84,0,0,211126,FFFFFBFF#",
        "*HQ,8170001122,NBR,070509,510,10,0,2,124,2322,30,124,2323,20,211126,FFFFFBFF#",
        "*HQ,8170001122,V3,070509,51010,02,010124,2322,255,,211126,FFFFFBFF#",
    ]
    binary = "248170001122070509211126" + "0307200006" + "098300000e" + "019090" + "fffffbff" + "0064"
    return (*(one.encode() for one in texts), bytes.fromhex(binary), bytes.fromhex(binary) + bytes(13))


def _gl200() -> tuple[bytes, ...]:
    place = "36.0,90,912.5,98.500000,3.120000,20261121070509,0510,0010,007C,0912"
    bodies = [
        f"+RESP:GTFRI,060100,{IMEI},,,00,1,1,{place},00,100,20261121070510,0001$",
        f"+BUFF:GTFRI,060100,{IMEI},,,00,1,1,{place},00,100,20261121070510,0002$",
        f"+RESP:GTSOS,060100,{IMEI},,,00,1,1,{place},00,100,20261121070510,0003$",
        f"+RESP:GTFRI,060100,{IMEI},,,00,1,2,{place},00,{place},00,100,20261121070510,0004$",
        f"+RESP:GTINF,060100,{IMEI},,16,8962,24,0,1,12000,,4.10,0,0,,,20261121070510,,,,+0700,0,20261121070510,0005$",
        f"+ACK:GTHBD,060100,{IMEI},,20261121070510,0006$",
        f"+RESP:GTIGN,060100,{IMEI},,60,1,{place},00,100,20261121070510,0007$",
        f"+RESP:GTERI,060100,{IMEI},,00000002,,10,1,1,{place},00,0.0,,,,100,210100,0,1,0001,20261121070510,0008$",
    ]
    return tuple(one.encode() for one in bodies)


def _meitrack() -> tuple[bytes, ...]:
    sentences = [
        "AAA,35,3.120000,98.500000,261121070509,A,9,24,36,90,1.0,912,8000,3600,510|10|007C|0912,0001,0|0|0|019F|04B0,00000001,,3,",
        "AAA,1,3.120000,98.500000,261121070509,V,0,24,0,0,0,0,0,0,510|10|007C|0912,0000,||||,*",
        "D03,OK",
    ]
    return tuple(meitrack_sentence(f"{IMEI},{one}".encode()) for one in sentences)


def meitrack_sentence(content: bytes) -> bytes:
    """``$$``, a letter, the length from the first comma to the end of line, content, ``*``, check sum."""
    rest = b"," + content + b"*"
    head = b"$$A" + str(len(rest) + 4).encode()
    return head + rest + f"{sum(head + rest) & 0xFF:02X}\r\n".encode()


def _cot() -> tuple[bytes, ...]:
    times = 'time="2026-11-21T07:05:09Z" start="2026-11-21T07:05:09Z" stale="2026-11-21T07:10:09Z"'
    event = (
        f'<event version="2.0" uid="ANDROID-1" type="a-f-G-U-C" how="m-g" {times}>'
        '<point lat="3.12" lon="98.5" hae="912.5" ce="5" le="9999999"/><detail><contact callsign="BUDI"/>'
        '<track speed="10" course="90"/><status battery="80"/></detail></event>'
    )
    ping = (
        f'<event version="2.0" uid="ANDROID-1-ping" type="t-x-c-t" how="m-g" {times}>'
        '<point lat="0" lon="0" hae="0" ce="9" le="9"/><detail/></event>'
    )
    declared = f'<?xml version="1.0" encoding="UTF-8"?>\n{event}'
    return event.encode(), ping.encode(), declared.encode()


def _osmand() -> tuple[bytes, ...]:
    query = b"id=1122&lat=3.12&lon=98.5&timestamp=1795244709&speed=19.4&bearing=90&altitude=912&batt=80&alarm=sos"
    coordinates = {"latitude": 3.12, "longitude": 98.5, "accuracy": 5, "speed": 10, "heading": 90, "altitude": 912}
    nested = {
        "location": {"timestamp": "2026-11-21T07:05:09Z", "coords": coordinates, "battery": {"level": 0.8}},
        "device_id": "1122",
    }
    flat = {"id": "1122", "lat": 3.12, "lon": 98.5, "timestamp": 1_795_244_709}
    requests = [
        Request("GET", query),
        Request("POST", b"", "application/x-www-form-urlencoded", query),
        Request("POST", b"", "application/json", json.dumps(nested).encode()),
        Request("POST", b"", "application/json", json.dumps([flat, flat]).encode()),
    ]
    return tuple(one.to_bytes() for one in requests)


def _owntracks() -> tuple[bytes, ...]:
    place = {"_type": "location", "lat": 3.12, "lon": 98.5, "tst": 1_795_244_709, "vel": 36, "cog": 90, "acc": 5}
    more = {"t": "u", "bs": 2, "batt": 80, "conn": "m", "inregions": ["Kantor"], "tid": "bu"}
    crossing = {
        "_type": "transition",
        "lat": 3.12,
        "lon": 98.5,
        "tst": 1_795_244_709,
        "event": "enter",
        "desc": "Kantor",
    }
    records = [place, place | more, crossing, [place, crossing], {"_type": "status"}, {"_type": "lwt", "tst": 1}]
    return tuple(Post(json.dumps(one).encode(), "budi/7f3a").to_bytes() for one in records)
