"""The frame of a text report: who, what kind, when sent, and the positions among its fields.

A position is accuracy, speed (km/h), course, altitude, longitude, latitude, time, and the radio cell in four fields;
it looks alike in every report of every device, and is found by that look.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from fleet.protocols.attributes import CELL, LAC, MCC, MNC
from fleet.protocols.digits import hexadecimal, moment, printable, put, whole
from fleet.protocols.fix import Attribute
from fleet.protocols.gl200.kinds import UNPLACED

MAX_FIELDS: Final = 1000
_BEFORE: Final = 4  # accuracy, speed, course, altitude
_BEHIND: Final = 7  # longitude, latitude, time and the radio cell
_DEGREES: Final = re.compile(r"-?[0-9]{1,3}\.[0-9]{4,9}")
_MOMENT: Final = re.compile(r"[0-9]{14}")
_COUNT: Final = re.compile(r"[0-9A-Fa-f]{4}")
_COUNTRY: Final = re.compile(r"0?[2-9][0-9]{2}|0000")
_NAME_FIELDS: Final = 1
Fields = Sequence[str]


class Place(NamedTuple):
    """One position as written; a blank one has empty fields."""

    accuracy: str
    speed: str
    course: str
    altitude: str
    lon: str
    lat: str
    time: str
    cell: Fields


@dataclass(frozen=True, slots=True)
class Report:
    """``head``: the fields before the first position, the name among them; ``tail``: those behind the last."""

    word: str
    kind: str
    version: str
    identity: str
    head: Fields
    places: Sequence[Place]
    tail: Fields
    sent: datetime | None
    count: str


def read_report(text: str) -> Report | None:
    """A report from its text without the closing sign; None where it has no kind, version and identity."""
    word, colon, rest = text.partition(":")
    fields = [printable(field.strip()) for field in rest.split(",", MAX_FIELDS)]
    if not colon or len(fields) < 3 or not fields[0].startswith("GT"):
        return None
    kind, version, identity, *body = fields
    count = body.pop() if body and _COUNT.fullmatch(body[-1]) else ""
    sent = parse_time(body.pop()) if body and _MOMENT.fullmatch(body[-1]) else None
    head, places, tail = (body, [], ()) if kind[2:] in UNPLACED else _divide(body)
    return Report(word.lstrip("+"), kind[2:], version, identity[:64], head, places, tail, sent, count)


def parse_time(text: str) -> datetime | None:
    """``yyyyMMddHHmmss`` in UTC, or None."""
    if not _MOMENT.fullmatch(text):
        return None
    return moment((int(text[:4]), *(int(text[at : at + 2]) for at in range(4, 14, 2))))


def read_cell(fields: Fields) -> dict[str, Attribute]:
    """Country and network in decimal, area and cell in hexadecimal; empty where they are no cell."""
    if len(fields) < 4 or not _COUNTRY.fullmatch(fields[0].zfill(4)) or not whole(fields[0]):
        return {}
    cell: dict[str, Attribute] = {}
    values = (whole(fields[0]), whole(fields[1]), hexadecimal(fields[2]), hexadecimal(fields[3]))
    for name, value in zip((MCC, MNC, LAC, CELL), values, strict=True):
        put(cell, name, value if value is not None and 0 <= value < 1 << 36 else None)
    return cell


def _divide(body: Fields) -> tuple[Fields, list[Place], Fields]:
    found = [at for at in range(_BEFORE, len(body) - 1) if _is_place(body, at)]
    if not found:
        blank = _find_blank(body)
        if blank is None:
            return body, [], ()
        return body[: blank - _BEFORE], [], body[blank + _BEHIND :]
    return body[: found[0] - _BEFORE], [_place(body, at) for at in found], body[found[-1] + _BEHIND :]


def _place(body: Fields, at: int) -> Place:
    accuracy, speed, course, altitude, lon, lat = body[at - _BEFORE : at + 2]
    return Place(accuracy, speed, course, altitude, lon, lat, _at(body, at + 2), body[at + 3 : at + _BEHIND])


def _is_place(body: Fields, at: int) -> bool:
    if not (_DEGREES.fullmatch(body[at]) and _DEGREES.fullmatch(body[at + 1])):
        return False
    time = _at(body, at + 2)
    return not time or _MOMENT.fullmatch(time) is not None


def _find_blank(body: Fields) -> int | None:
    """Where the longitude of a position without any value would stand."""
    start = size = 0
    for at in range(_NAME_FIELDS, len(body) + 1):
        if at < len(body) and not body[at]:
            start, size = (start, size + 1) if size else (at, 1)
            continue
        if size >= _BEFORE + 2:
            before_cell = at < len(body) and _COUNTRY.fullmatch(body[at]) is not None
            return max(at - 3, _BEFORE) if before_cell else start + _BEFORE
        size = 0
    return None


def _at(body: Fields, at: int) -> str:
    return body[at] if at < len(body) else ""
