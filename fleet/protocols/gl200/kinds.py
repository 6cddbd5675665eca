"""What the kind of a report says by itself: an alarm, the ignition, the supply, the movement."""

from collections.abc import Callable, Mapping
from typing import Final

from fleet.protocols.attributes import CHARGING, Alarm
from fleet.protocols.gl200.found import Found

NUMBERED: Final = frozenset(
    {
        *("FRI", "ERI", "RTL", "PNL", "SOS", "NMR", "DIS", "DOG", "IGL", "VGL"),
        *("SPD", "TOW", "HBM", "HBE", "GEO", "EPS", "AIS", "ASC", "TMP", "SWG"),
    }
)
"""Kinds with the report's number, its kind, and the number of positions before the first position, and with the
battery behind the last."""

UNPLACED: Final = frozenset({"INF", "GSM", "WIF", "VER", "CID", "CSQ", "BAT", "TMZ", "GPS", "CFG", "PNA", "PFA"})
"""Kinds that never have a position, whose empty fields are no empty position."""

ALARMS: Final[Mapping[str, Alarm]] = {
    "SOS": Alarm.SOS,
    "MPN": Alarm.POWER_RESTORED,
    "MPF": Alarm.POWER_CUT,
    "EPN": Alarm.POWER_RESTORED,
    "EPF": Alarm.POWER_CUT,
    "PNA": Alarm.POWER_RESTORED,
    "PFA": Alarm.POWER_CUT,
    "BPL": Alarm.LOW_BATTERY,
    "TOW": Alarm.TOW,
    "SPD": Alarm.OVERSPEED,
    "JDR": Alarm.JAMMING,
    "IDN": Alarm.IDLE,
    "CRA": Alarm.ACCIDENT,
    "TMP": Alarm.TEMPERATURE,
    "TEM": Alarm.TEMPERATURE,
    "GIN": Alarm.GEOFENCE_ENTER,
    "GOT": Alarm.GEOFENCE_EXIT,
    "FLA": Alarm.FUEL_LEAK,
}
"""Kinds that are an alarm whatever their fields say. PFA and PNA: the device itself goes off and on."""

_IGNITION: Final = {"IGN": True, "VGN": True, "IGF": False, "VGF": False}
_SUPPLY: Final = {"MPN": True, "EPN": True, "BTC": True, "MPF": False, "EPF": False}
_CHARGING: Final = {"BTC": True, "STC": False}
_HARSH: Final = {"0": Alarm.HARSH_BRAKING, "1": Alarm.HARSH_ACCELERATION, "2": Alarm.HARSH_CORNERING}
_JAMMING: Final = {"2": Alarm.JAMMING}  # 1: it is over
_FENCE: Final = {"0": Alarm.GEOFENCE_EXIT, "1": Alarm.GEOFENCE_ENTER}


def tell_kind(kind: str, found: Found) -> None:
    """What is known from the kind alone."""
    if kind in ALARMS:
        found.alarms.append(ALARMS[kind])
    found.ignition = _IGNITION.get(kind, found.ignition)
    found.external_power = _SUPPLY.get(kind, found.external_power)
    if kind in _CHARGING:
        found.attributes[CHARGING] = _CHARGING[kind]


def tell_sort(kind: str, sort: str, found: Found) -> None:
    """What ``sort``, the last digit of the report's own kind, adds."""
    teller = _SORTS.get(kind)
    if teller is not None and sort:
        teller(sort, found)


def _alarm_of(table: Mapping[str, Alarm]) -> Callable[[str, Found], None]:
    def tell(sort: str, found: Found) -> None:
        if sort in table:
            found.alarms.append(table[sort])

    return tell


def _ignition(sort: str, found: Found) -> None:
    """0: switched on, 1: off."""
    if sort in "01":
        found.ignition = sort == "0"


def _movement(sort: str, found: Found) -> None:
    """0: came to rest, 1: began to move."""
    if sort in "01":
        found.moving = sort == "1"


def _input(sort: str, found: Found) -> None:
    found.keep("input_level", sort == "1" if sort in "01" else None)


_SORTS: Final[Mapping[str, Callable[[str, Found], None]]] = {
    "HBM": _alarm_of(_HARSH),
    "HBE": _alarm_of(_HARSH),
    "GEO": _alarm_of(_FENCE),
    "JDS": _alarm_of(_JAMMING),
    "IGL": _ignition,
    "VGL": _ignition,
    "NMR": _movement,
    "DIS": _input,
}
