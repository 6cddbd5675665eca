"""The parts that frames are made of: time, place, cell, status. Each reads from the body and writes into the record."""

import struct
from datetime import UTC, datetime, timedelta
from typing import Final

from fleet.protocols import attributes as names
from fleet.protocols.attributes import Alarm
from fleet.protocols.gt06 import codes
from fleet.protocols.gt06.record import Record, Unreadable

PLACE_SIZE: Final = 12
UNITS_PER_DEGREE: Final = 1_800_000.0
_LONGEST_TEXT: Final = 500
_DATE: Final = 6
_PLACE: Final = struct.Struct(">BIIBH")
_CELL: Final = struct.Struct(">HBHBH")
_TWO_BYTE_NETWORK: Final = 0x8000


class TooShort(ValueError):
    """The body ends inside a part."""


class Body:
    """Big-endian numbers, one after the other. Raises TooShort at the end."""

    __slots__ = ("at", "data")

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    @property
    def left(self) -> int:
        """Bytes that are not read yet."""
        return len(self.data) - self.at

    def take(self, size: int) -> bytes:
        """The next ``size`` bytes."""
        end = self.at + size
        if end > len(self.data):
            raise TooShort
        taken = self.data[self.at : end]
        self.at = end
        return taken

    def number(self, size: int) -> int:
        """The next ``size`` bytes as an unsigned number."""
        return int.from_bytes(self.take(size), "big")

    def rest(self) -> bytes:
        """Everything that is left."""
        return self.take(self.left)

    def peek(self, ahead: int = 0) -> int:
        """A byte without taking it; -1 behind the end."""
        at = self.at + ahead
        return self.data[at] if at < len(self.data) else -1


def time(body: Body, record: Record) -> None:
    """YY MM DD hh mm ss, in the zone of the login; six zeros are no time."""
    raw = body.take(_DATE)
    if not any(raw):
        return
    try:
        local = datetime(2000 + raw[0], raw[1], raw[2], raw[3], raw[4], raw[5], tzinfo=UTC)
        record.time = local - timedelta(seconds=record.zone_s) if record.zone_s else local
    except (ValueError, OverflowError):
        raise Unreadable("time", raw.hex()) from None


def epoch(body: Body, record: Record) -> None:
    """Seconds since 1970, always UTC."""
    seconds = body.number(4)
    record.time = datetime.fromtimestamp(seconds, UTC) if seconds else None


def place(body: Body, record: Record) -> None:
    """Satellites (low half of the byte), latitude, longitude, speed in km/h, course with its flags."""
    satellites, lat, lon, speed, flags = _PLACE.unpack(body.take(PLACE_SIZE))
    coordinates(record, lat, lon, speed, flags)
    record.attributes[names.SATELLITES] = satellites & 0x0F


def coordinates(record: Record, lat: int, lon: int, speed: int | None, flags: int) -> None:
    """Magnitudes in units, and the course with the flags that give them their signs; zero is no place at all."""
    if flags & codes.IGNITION_KNOWN_BIT:
        record.ignition = bool(flags & codes.IGNITION_ON_BIT)
    if lat == 0 and lon == 0:
        return
    if lat > 90 * UNITS_PER_DEGREE:
        raise Unreadable("latitude", lat)
    if lon > 180 * UNITS_PER_DEGREE:
        raise Unreadable("longitude", lon)
    north, west = flags & codes.NORTH_BIT, flags & codes.WEST_BIT
    degrees_lat, degrees_lon = lat / UNITS_PER_DEGREE, lon / UNITS_PER_DEGREE
    record.place = (degrees_lat if north else -degrees_lat, -degrees_lon if west else degrees_lon)
    record.valid = bool(flags & codes.VALID_BIT)
    record.speed_kmh, record.course = speed, float(flags & 0x03FF)


def network(body: Body, record: Record) -> None:
    """Country and network; a set first bit says that the network has two bytes."""
    country = body.number(2)
    operator = body.number(2 if country & _TWO_BYTE_NETWORK else 1)
    if country & 0x7FFF:
        record.attributes[names.MCC], record.attributes[names.MNC] = country & 0x7FFF, operator


def cell(body: Body, record: Record, area_size: int = 2, cell_size: int = 3) -> None:
    """The cell that the device is in."""
    if area_size == 2 and cell_size == 3 and body.left >= _CELL.size and body.peek() < 0x80:
        country, operator, area, high, low = _CELL.unpack(body.take(_CELL.size))
        if country:
            record.attributes[names.MCC], record.attributes[names.MNC] = country, operator
        _area_and_cell(record, area, high << 16 | low)
        return
    network(body, record)
    _area_and_cell(record, body.number(area_size), body.number(cell_size))


def wide_cell(body: Body, record: Record) -> None:
    """The cell as 4G devices write it."""
    cell(body, record, 4, 8)


def cells(body: Body, record: Record, area_size: int = 2, cell_size: int = 3) -> None:
    """Network, then up to seven cells with their strength, the first being the one that the device is in."""
    network(body, record)
    _area_and_cell(record, body.number(area_size), body.number(cell_size))
    if body.left:
        record.attributes[names.RSSI] = body.number(1)


def _area_and_cell(record: Record, area: int, tower: int) -> None:
    if (area or tower) and tower < 1 << 63 and names.MCC in record.attributes:
        record.attributes[names.LAC], record.attributes[names.CELL] = area, tower


def status(body: Body, record: Record) -> None:
    """Ignition, charging, oil and electricity cut, and an alarm in three bits."""
    flags = body.number(1)
    record.ignition = bool(flags & codes.IGNITION_BIT)
    record.external_power = bool(flags & codes.CHARGING_BIT)
    record.attributes[names.BLOCKED] = bool(flags & codes.CUT_OFF_BIT)
    note(record, codes.STATUS_ALARMS.get(flags >> 3 & 7))


def level_and_strength(body: Body, record: Record) -> None:
    """Battery in six steps, strength of the network in four."""
    level = body.number(1)
    if level <= 6:
        record.battery_pct = round(level * 100 / 6)
    record.attributes[names.RSSI] = body.number(1)


def alarm(body: Body, record: Record) -> None:
    """The alarm byte; 0 is none. One that is known says it better than the bits of the status."""
    code = body.number(1)
    if code:
        record.attributes[names.EVENT] = code
        if code in codes.ALARMS:
            record.alarms.clear()
        note(record, codes.ALARMS.get(code))


def note(record: Record, one: Alarm | None) -> None:
    """Keep an alarm, once."""
    if one is not None:
        record.alarms[one] = None


def switch(body: Body, record: Record) -> None:
    """The ignition as a byte of its own; other values than 0 and 1 say something else."""
    value = body.number(1)
    if value <= 1:
        record.ignition = bool(value)


def text(raw: bytes) -> str:
    """What a device says in words, without what no column can hold."""
    words = raw.decode("ascii", "replace").replace("\N{REPLACEMENT CHARACTER}", "").replace("\0", "").strip()
    return "".join(sign if sign.isprintable() else " " for sign in words)[:_LONGEST_TEXT]


def from_words(words: str, zone_s: int) -> datetime:
    """``2017-05-26 10:27:47`` in the zone of the login. Raises ValueError or OverflowError."""
    return datetime.strptime(" ".join(words.split())[:19], "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC) - timedelta(
        seconds=zone_s
    )
