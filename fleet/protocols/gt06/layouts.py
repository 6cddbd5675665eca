"""What stands in the body of each type of frame, as a table: type -> the parts, in their order.

Sources: the makers' protocol papers (GT06, GT06E, GT06N, GK310, WeTrack 2, TR06, JM-VL01/03, JC400, AZ735, SL4X), whose
types overlap; where two makers gave one number two meanings, the length or a value that only one can have tells which.
"""

from collections.abc import Callable, Mapping
from typing import Final

from fleet.protocols import attributes as names
from fleet.protocols.gt06 import parts, reports, vendors
from fleet.protocols.gt06.parts import Body
from fleet.protocols.gt06.record import Record

Read = Callable[[Body, Record], None]


def _in_order(*reads: Read) -> Read:
    def read(body: Body, record: Record) -> None:
        for one in reads:
            one(body, record)

    return read


def _skip(size: int) -> Read:
    return lambda body, _: _forget(body.take(size))


def _forget(_: object) -> None:
    """Taken, and of no use."""


def _if_left(read: Read, size: int) -> Read:
    """Parts that some makers leave out."""

    def read_if(body: Body, record: Record) -> None:
        if body.left >= size:
            read(body, record)

    return read_if


def _place_and_cell(body: Body, record: Record) -> None:
    parts.time(body, record)
    parts.place(body, record)
    if body.left >= 8:
        parts.cell(body, record)


def _travel(body: Body, record: Record) -> None:
    """Behind place and cell: ignition, why it was sent, whether live, and on some the odometer."""
    if body.left < 3:
        return
    parts.switch(body, record)
    body.take(2)
    if body.left == 4:
        record.attributes[names.ODOMETER_M] = body.number(4)


def _short_status(body: Body, record: Record) -> None:
    """Behind a place and a cell without length: status, voltage outside, strength, alarm."""
    if body.left != 5:
        return
    parts.status(body, record)
    record.attributes[names.POWER_V] = body.number(2) / 100
    record.attributes[names.RSSI] = body.number(1)
    parts.alarm(body, record)


def _alarm_status(body: Body, record: Record) -> None:
    """Status, battery, strength, alarm; with a byte more, the battery is given in percent."""
    if body.left < 4:
        return
    percent = body.left == 6 and body.peek(1) == 0 and body.peek(2) > 6
    parts.status(body, record)
    if percent:
        body.take(1)
        record.battery_pct = body.number(1)
        record.attributes[names.RSSI] = body.number(1)
    else:
        parts.level_and_strength(body, record)
    parts.alarm(body, record)


def _alarm(body: Body, record: Record) -> None:
    """Time, place, then a cell with or without its length before it, then the status."""
    parts.time(body, record)
    parts.place(body, record)
    if body.peek() in (0x00, 0x08, 0x09) and body.left != 13:
        length = body.number(1)
        if body.left >= 8 and not (length == 0 and body.left <= 6):
            parts.cell(body, record)
        _alarm_status(body, record)
    elif body.left >= 8:
        parts.cell(body, record)
        _short_status(body, record)


def _cell_alarm(body: Body, record: Record) -> None:
    """A cell and a status, on some with the time before them (a country's first byte is below 4)."""
    if body.left >= 17 and 1 <= body.peek(1) <= 12 and 1 <= body.peek(2) <= 31:
        parts.time(body, record)
    parts.cell(body, record)
    _alarm_status(body, record)


def _two(with_place: Read, without: Read) -> Read:
    """One type of two makers: behind the time, a place begins with 0xC_, a country with less."""

    def read(body: Body, record: Record) -> None:
        parts.time(body, record)
        (with_place if body.peek() >> 4 == 0xC else without)(body, record)

    return read


def _neighbours(area_size: int, cell_size: int) -> Read:
    return lambda body, record: parts.cells(body, record, area_size, cell_size)


_FOUR_G: Final = _in_order(parts.place, _if_left(parts.wide_cell, 15))
_CELLS: Final = _in_order(parts.time, _neighbours(2, 3))
_WIDE_CELLS: Final = _in_order(parts.time, _neighbours(4, 8))

LAYOUTS: Final[Mapping[int, Read]] = {
    0x10: _in_order(parts.time, parts.place),
    0x11: _place_and_cell,
    0x12: _in_order(_place_and_cell, _short_status),
    0x13: reports.heartbeat,
    0x15: reports.words,
    0x16: _alarm,
    0x17: parts.cell,
    0x18: _CELLS,
    0x19: _cell_alarm,
    0x1A: _in_order(parts.time, parts.place),
    0x1E: _place_and_cell,
    0x21: reports.words,
    0x22: vendors.place_22,
    0x23: reports.heartbeat_in_volts,
    0x24: _in_order(parts.time, _skip(1), parts.network, reports.counted_cells),
    0x25: _cell_alarm,
    0x26: _alarm,
    0x27: _alarm,
    0x28: _CELLS,
    0x2A: _in_order(parts.time, parts.place),
    0x2C: _CELLS,
    0x2D: _in_order(_place_and_cell, _travel),
    0x31: vendors.place_31,
    0x32: reports.measured,
    0x33: reports.measured_alarm,
    0x34: vendors.place_34,
    0x36: vendors.heartbeat_36,
    0x37: _in_order(_place_and_cell, _if_left(_skip(3), 3), reports.sensors),
    0x38: _in_order(
        parts.time, parts.place, _if_left(_skip(3), 3), parts.wide_cell, _if_left(_skip(2), 2), reports.sensors
    ),
    0x61: vendors.card_61,
    0x70: vendors.fields_70,
    0x8C: vendors.diagnosis,
    0x94: reports.information,
    0x95: vendors.camera_alarm,
    0x9B: vendors.passed_through,
    0xA0: _in_order(parts.time, _FOUR_G, _travel),
    0xA1: _WIDE_CELLS,
    0xA2: _two(_FOUR_G, _neighbours(4, 8)),
    0xA3: _in_order(parts.time, parts.place, _skip(1), parts.wide_cell, _alarm_status),
    0xA4: _in_order(parts.time, parts.place, _skip(1), parts.wide_cell, _alarm_status),
    0xA5: _in_order(parts.wide_cell, _alarm_status),
    0xA7: parts.wide_cell,
    0xF1: vendors.fields_f1,
    0xF2: vendors.fields_f1,
}
"""Type -> how its body is read."""

SILENT: Final = frozenset({0x14, 0x80, 0x81, 0xFD})
"""Types that are understood and carry nothing to store."""
UNANSWERED: Final = frozenset({0x15, 0x21, 0x80, 0x81, 0x94, 0x9B, 0xFD})
"""Types that are themselves answers, or that no maker asks an answer for."""
ADDRESS_REQUESTS: Final = frozenset({0x17, 0x1A, 0x2A})
"""Types by which a person asks the tracker where it is; the server owes an address."""
