"""Reports on the device itself and on single events: which field before the position means what."""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Final

from fleet.protocols.attributes import DRIVER, FUEL_L, RSSI, TEMPERATURE_C
from fleet.protocols.digits import number, whole
from fleet.protocols.fix import Attribute
from fleet.protocols.gl200.engine import CAN, OBD, read_engine
from fleet.protocols.gl200.found import STATES, Found
from fleet.protocols.gl200.report import read_cell
from fleet.protocols.gl200.sensors import read_accessory

Fields = Sequence[str]
_MOMENT: Final = re.compile(r"[0-9]{14}")
_CELL_FIELDS: Final = 6  # country, network, area, cell, signal, and one that is empty


def read_state(kind: str, head: Fields, found: Found) -> None:
    """Keep what a report of this kind says in the fields before its position, the name first."""
    reader = READERS.get(kind)
    if reader is not None:
        reader(head, found)


def _information(head: Fields, found: Found) -> None:
    """State, card, signal, errors, supply and its two voltages, battery, charging, light, ..., last fix, percent."""
    at = next((at for at in (1, 2) if at < len(head) and head[at].upper() in STATES), 1)
    state, *rest = (*head[at:], *[""] * 9)
    found.keep_state(state)
    signal, _, supply, power, second, battery, charging = rest[1:8]
    found.keep(RSSI, _signal(signal))
    if supply.isascii() and supply.isdigit():
        found.external_power = "1" in supply
    found.keep_power(power)
    found.keep_millivolts("power2_v", second if len(second) > 3 else "")
    found.keep_cell_volts(battery)
    found.keep_charging(charging)
    last = next((at for at, text in enumerate(rest) if _MOMENT.fullmatch(text)), None)
    if last is not None and last + 1 < len(rest) and len(rest[last + 1]) > 1:
        found.keep_battery(rest[last + 1])


def _signal(text: str) -> int | None:
    value = whole(text)
    return value if value is not None and 0 <= value <= 199 else None


def _state(head: Fields, found: Found) -> None:
    found.keep_state(head[-1] if len(head) > 1 else "")


def _low_battery(head: Fields, found: Found) -> None:
    found.keep_cell_volts(head[-1] if len(head) > 1 else "")


def _duration(head: Fields, found: Found) -> None:
    """How long the ignition was as it is no longer, in seconds."""
    found.keep("duration_s", whole(head[-1]) if len(head) > 1 else None)


def _sensors(head: Fields, found: Found) -> None:
    """Report, kind, movement, temperature, battery."""
    if len(head) > 5:
        found.keep(TEMPERATURE_C, number(head[-2]))
        found.keep_battery(head[-1])


def _driver(head: Fields, found: Found) -> None:
    found.keep(DRIVER, next((text[:60] for text in head[1:] if len(text) >= 8), None))


def _caller(head: Fields, found: Found) -> None:
    found.keep("phone", head[-1][:30] if len(head) > 1 else None)


def _fence(head: Fields, found: Found) -> None:
    found.keep("geofence", head[-1][:30] if len(head) > 1 else None)


def _cells(head: Fields, found: Found) -> None:
    """Neighbours first, the serving cell last; six fields each."""
    for start in range(len(head) - _CELL_FIELDS, 1, -1):
        cell: dict[str, Attribute] = read_cell(head[start : start + 4])
        if len(cell) == 4:
            found.attributes |= cell
            found.keep(RSSI, _signal(head[start + 4]))
            return


def _networks(head: Fields, found: Found) -> None:
    """Wireless networks around, and the battery at the end."""
    found.keep_battery(head[-1] if len(head) > 1 else "")


def _accessory(head: Fields, found: Found) -> None:
    """Index, kind, model, alarm, and what the mask brings."""
    read_accessory(head[5:], found)


def _transferred(head: Fields, found: Found) -> None:
    """Data of a port, written in hexadecimal where its length is half of what is written; the sender's own text."""
    if len(head) < 3:
        return
    data, size = head[-1], whole(head[-2])
    if size is not None and len(data) == 2 * size:
        with suppress(ValueError):
            data = bytes.fromhex(data).decode("latin-1")
    text = "".join(sign for sign in data if sign.isprintable())[:300]
    found.keep("data", text)
    fields = text.partition("COMB,")[2].split(",")  # a fuel probe: COMB, number, litres
    litres = number(fields[1]) if len(fields) > 1 else None
    found.keep(FUEL_L, litres if litres is not None and 0 <= litres <= 100_000 else None)


def _can(head: Fields, found: Found) -> None:
    read_engine(CAN, head, found)


def _obd(head: Fields, found: Found) -> None:
    read_engine(OBD, head, found)


READERS: Final[Mapping[str, Callable[[Fields, Found], None]]] = {
    "INF": _information,
    "STT": _state,
    "BPL": _low_battery,
    "IGN": _duration,
    "IGF": _duration,
    "VGN": _duration,
    "VGF": _duration,
    "CTN": _sensors,
    "STR": _sensors,
    "IDA": _driver,
    "LBC": _caller,
    "GIN": _fence,
    "GOT": _fence,
    "GSM": _cells,
    "WIF": _networks,
    "BAA": _accessory,
    "DTT": _transferred,
    "DAT": _transferred,
    "CAN": _can,
    "OBD": _obd,
}
"""Kind -> what reads the fields before its position."""
