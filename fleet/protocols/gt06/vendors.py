"""Types of which each belongs to one maker alone."""

from typing import Final

from fleet.protocols import attributes as names
from fleet.protocols.gt06 import codes, parts
from fleet.protocols.gt06.parts import Body
from fleet.protocols.gt06.record import Record

_WITH_IDENTITY: Final = 55


def place_22(body: Body, record: Record) -> None:
    """Place, cell, ignition, reason, live or stored, and more on some; one maker puts the identity before it all."""
    if body.left == _WITH_IDENTITY and body.peek() == 1:
        _place_of_truck(body, record)
        return
    parts.time(body, record)
    parts.place(body, record)
    if body.left < 8:
        return
    parts.cell(body, record)
    rest = body.left
    if rest >= 3:
        parts.switch(body, record)
        body.take(2)
    if rest == 7:
        record.attributes[names.ODOMETER_M] = body.number(4)
    elif rest == 16:
        body.take(9)
        record.attributes[names.TEMPERATURE_C] = int.from_bytes(body.take(2), "big", signed=True) / 100
        record.attributes["humidity"] = body.number(2) / 100


def _place_of_truck(body: Body, record: Record) -> None:
    """Identity, time twice, place, cell behind its length, status, voltages, strength, minutes of the engine."""
    body.take(9 + 6)
    parts.time(body, record)
    parts.place(body, record)
    body.take(1)
    parts.cell(body, record)
    parts.status(body, record)
    record.attributes[names.POWER_V] = body.number(2) / 100
    record.attributes[names.BATTERY_V] = body.number(1) / 10
    record.attributes[names.RSSI] = body.number(1)
    body.take(6)
    record.attributes[names.ENGINE_HOURS_S] = body.number(2) * 60


def place_31(body: Body, record: Record) -> None:
    """Place, cell, states of which nothing is known, altitude at the end."""
    parts.time(body, record)
    parts.place(body, record)
    if body.left >= 8:
        parts.cell(body, record)
    if body.left == 11:
        body.take(9)
        record.altitude = float(int.from_bytes(body.take(2), "big", signed=True))


def place_34(body: Body, record: Record) -> None:
    """Place, odometer, cell, battery, two analogue inputs."""
    body.take(4)
    parts.time(body, record)
    parts.place(body, record)
    if body.left < 6:
        return
    body.take(2)
    record.attributes[names.ODOMETER_M] = body.number(4)
    parts.cell(body, record, 2, 4)
    body.take(6)
    record.attributes[names.BATTERY_V] = body.number(2) / 100
    body.take(6)
    for number in (1, 2):
        if body.left >= 2:
            record.attributes[f"adc{number}"] = body.number(2) / 100


def heartbeat_36(body: Body, record: Record) -> None:
    """A place with cell and battery where one begins behind the time, a status otherwise."""
    if body.left < 18 or body.peek(6) >> 4 != 0xC:
        parts.status(body, record)
        return
    parts.time(body, record)
    parts.place(body, record)
    parts.cell(body, record, 2, 4)
    body.take(6)
    record.battery_pct = body.number(1)
    body.take(2)
    record.attributes[names.BATTERY_V] = body.number(1) / 10


def card_61(body: Body, record: Record) -> None:
    """Identity, place, cell, then a driver's card."""
    body.take(8)
    parts.time(body, record)
    parts.place(body, record)
    parts.cell(body, record)
    body.take(1)
    record.attributes[names.DRIVER] = str(body.number(6))


def fields_70(body: Body, record: Record) -> None:
    """Fields with a number and a length of two bytes each behind five bytes of head; one cut short ends the row."""
    body.take(5)
    while body.left >= 4:
        number, size = body.number(2), body.number(2)
        if size > body.left:
            return
        field = Body(body.take(size))
        if number == 0x33:
            _place_in_field(field, record)
        elif number == 0x18:
            record.attributes[names.BATTERY_V] = field.number(2) / 100
        elif number == 0x2E:
            record.attributes[names.ODOMETER_M] = field.number(4)
        elif number == 0x03:
            record.attributes["iccid"] = field.rest().hex().rstrip("f")[:40]


def _place_in_field(field: Body, record: Record) -> None:
    parts.epoch(field, record)
    record.attributes[names.SATELLITES] = field.number(1)
    altitude = int.from_bytes(field.take(2), "big", signed=True)
    parts.coordinates(record, field.number(4), field.number(4), field.number(1), field.number(2))
    record.altitude = float(altitude)


def fields_f1(body: Body, record: Record) -> None:
    """Time, eight bytes of state, fields with a number of two bytes and a length of one."""
    parts.epoch(body, record)
    record.attributes["states"] = body.take(8).hex()
    while body.left >= 3:
        number, size = body.number(2), body.number(1)
        if size > min(body.left, 7):
            return
        value = body.number(size)
        if number == 5:
            record.attributes[names.POWER_V] = value / 100
        else:
            record.attributes[f"io_{number}"] = value


def diagnosis(body: Body, record: Record) -> None:
    """Time, a byte, readings of the engine as text, and a place at the end."""
    parts.time(body, record)
    body.take(1)
    if body.left < parts.PLACE_SIZE:
        raise parts.TooShort
    record.attributes["obd"] = parts.text(body.take(body.left - parts.PLACE_SIZE))
    parts.place(body, record)


def camera_alarm(body: Body, record: Record) -> None:
    """Time, on some a place without satellites and speed, the alarm, the names of its pictures."""
    parts.time(body, record)
    if body.left >= 11:
        parts.coordinates(record, body.number(4), body.number(4), None, body.number(2))
    code = body.number(1)
    record.attributes[names.EVENT] = code
    parts.note(record, codes.CAMERA_ALARMS.get(code))
    if body.left > 2:
        body.take(2)
        record.attributes["media"] = parts.text(body.rest())


def passed_through(body: Body, record: Record) -> None:
    """What a device at the serial port said, as it is."""
    body.take(1)
    record.attributes["result"] = body.rest().hex()[:500]
