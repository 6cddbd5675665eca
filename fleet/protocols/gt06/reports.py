"""Reports beside place and cell: heartbeats, words, information, and WeTrack's parts with a length before each."""

from collections.abc import Callable, Mapping
from typing import Final

from fleet.protocols import attributes as names
from fleet.protocols.gt06 import parts
from fleet.protocols.gt06.parts import Body
from fleet.protocols.gt06.record import Record

_UTF16: Final = 0x02


def heartbeat(body: Body, record: Record) -> None:
    """Status, battery, strength, then an alarm with its language, or a voltage, or the sensors of one maker."""
    size = body.left
    parts.status(body, record)
    if size == 14:
        body.take(11)
        record.attributes[names.TEMPERATURE_C] = int.from_bytes(body.take(2), "big", signed=True) / 10
    elif size == 16:
        body.take(4)
        record.battery_pct = body.number(1)
    elif size >= 3:
        parts.level_and_strength(body, record)
        if size == 5:
            _alarm_or_voltage(body, record)


def _alarm_or_voltage(body: Body, record: Record) -> None:
    first, second = body.peek(), body.peek(1)
    strength = record.attributes[names.RSSI]
    if first == 0xF0:
        record.attributes[names.POWER_V] = second / 10
    elif isinstance(strength, int) and strength > 4:  # the strength of the others ends at 4
        record.attributes[names.POWER_V] = float(first)
    else:
        parts.alarm(body, record)


def heartbeat_in_volts(body: Body, record: Record) -> None:
    """Status, battery in 0.01 V, strength."""
    parts.status(body, record)
    record.attributes[names.BATTERY_V] = body.number(2) / 100
    record.attributes[names.RSSI] = body.number(1)


def words(body: Body, record: Record) -> None:
    """The answer to a command: in short frames behind its length, in long ones behind its encoding."""
    data = body.data
    if len(data) > 5 and 4 <= data[0] <= len(data) - 1 and data[1:5] == b"\0\0\0\0" and data[0] > 4:
        raw, encoding = data[5 : 1 + data[0]], 1
    elif len(data) > 7 and data[0] == 0 and data[1:5] == b"\0\0\0\0" and data[5] >= 0x20:
        raw, encoding = data[5:-2], 1
    else:
        body.take(4)
        encoding = body.number(1)
        raw = body.rest()
    said = parts.text(raw.decode("utf-16-be", "ignore").encode("ascii", "ignore") if encoding == _UTF16 else raw)
    record.attributes["result"] = said
    if said.startswith("Current position!"):
        _place_in_words(said, record)


def _place_in_words(said: str, record: Record) -> None:
    """``Current position!Lat:N54.7,Lon:E25.2,Course:126.53,Speed:0.000,DateTime:2017-05-26 10:27:47``."""
    found = dict(field.partition(":")[::2] for field in said.removeprefix("Current position!").split(","))
    try:
        lat, lon = (float(found[name][1:]) for name in ("Lat", "Lon"))
        moment = parts.from_words(found["DateTime"], record.zone_s)
    except (KeyError, ValueError, OverflowError):
        return
    if not (0 <= lat <= 90 and 0 <= lon <= 180):
        return
    record.place = (-lat if found["Lat"][0] == "S" else lat, -lon if found["Lon"][0] == "W" else lon)
    record.time, record.valid = moment, True


def counted_cells(body: Body, record: Record) -> None:
    """How many cells, then each with its strength; the first is the one that the device is in."""
    if body.number(1) and names.MCC in record.attributes:
        record.attributes[names.LAC], record.attributes[names.CELL] = body.number(2), body.number(3)
        record.attributes[names.RSSI] = body.number(1)


def sensors(body: Body, record: Record) -> None:
    """Readings with a number of two bytes and a length before each; one that is cut short ends the row."""
    while body.left >= 3:
        number, size = body.number(2), body.number(1)
        if size > body.left or size > 8:
            return
        value = body.number(size)
        if number == 0x2E:
            record.attributes[names.ODOMETER_M] = value
        elif value < 1 << 63:
            record.attributes[f"io_{number}"] = value


def measured(body: Body, record: Record) -> None:
    """Time, then place, cell, neighbours and wifi stations, each behind its length."""
    parts.time(body, record)
    for read in (parts.place, parts.cell, None, None):
        part = Body(body.take(body.number(1)))
        if read is not None and part.left:
            read(part, record)


def measured_alarm(body: Body, record: Record) -> None:
    """As ``measured``, and behind it the status, whose bits name no alarm here, and the alarm."""
    measured(body, record)
    if body.left >= 2:
        parts.status(body, record)
        record.alarms.clear()
        parts.alarm(body, record)


def information(body: Body, record: Record) -> None:
    """A number that says what follows: voltage, text, the SIM's numbers, sensors, a driver's card."""
    number = body.number(1)
    read = _INFORMATION.get(number)
    if read is not None:
        read(body, record)
    else:
        record.attributes[f"info_{number:02x}"] = body.rest().hex()[:200]


def _voltage(body: Body, record: Record) -> None:
    record.attributes[names.POWER_V] = body.number(2) / 100


def _voltage_or_network(body: Body, record: Record) -> None:
    if body.left >= 2:
        _voltage(body, record)
    else:
        record.attributes["network_technology"] = "4G" if body.number(1) == 1 else "2G"


def _settings(body: Body, record: Record) -> None:
    record.attributes["settings"] = parts.text(body.rest())


def _sim(body: Body, record: Record) -> None:
    body.take(16)
    record.attributes["iccid"] = body.take(10).hex().rstrip("f")


def _fuel_sensor(body: Body, record: Record) -> None:
    record.attributes["fuel_sensor"] = parts.text(body.rest())


def _card(body: Body, record: Record) -> None:
    """A reader's telegram: start, size, the card, check byte, end."""
    telegram = body.rest()
    record.attributes[names.DRIVER] = telegram[2:-2].hex() if telegram[:1] == b"\x02" else telegram.hex()[:60]


def _climate(body: Body, record: Record) -> None:
    record.attributes[names.TEMPERATURE_C] = int.from_bytes(body.take(4), "big", signed=True) / 10
    record.attributes["humidity"] = body.number(4) / 10


_INFORMATION: Final[Mapping[int, Callable[[Body, Record], None]]] = {
    0x00: _voltage,
    0x04: _settings,
    0x0A: _sim,
    0x0B: _voltage_or_network,
    0x0D: _fuel_sensor,
    0x1B: _card,
    0x1E: _climate,
}
