"""The compressed track of a binary report: a point a second, whole at first, then what changed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final, NamedTuple

from fleet.protocols.gl200.reader import Bits, Reader

_WHOLE: Final = 1
_DIFFERENCE: Final = 2


class Point(NamedTuple):
    """Degrees, km/h."""

    lon: float
    lat: float
    speed_kmh: float
    course_deg: float
    time: datetime


def read_points(reader: Reader, count: int) -> Iterator[Point]:
    """The points of ``count`` seconds; seconds without a point have none. Raises TooShort.

    The two highest bits say what a point is. Speed is in tenths of km/h, degrees in millionths.
    """
    speed = course = lon = lat = seconds = 0
    for _ in range(count):
        seconds += 1 if seconds else 0
        sort = reader.peek() >> 6
        if sort == _WHOLE:
            bits = Bits(reader.take(3))
            bits.unsigned(3)
            speed, course = bits.unsigned(12), bits.unsigned(9)
            lon, lat = reader.signed(4), reader.signed(4)
            seconds = seconds or reader.unsigned(4)
        elif sort == _DIFFERENCE:
            bits = Bits(reader.take(5))
            bits.unsigned(3)
            speed, course = speed + bits.signed(7), course + bits.signed(7)
            lon, lat = lon + bits.signed(12), lat + bits.signed(11)
        else:
            reader.take(1)
            continue
        yield Point(lon / 1e6, lat / 1e6, speed / 10, float(course % 360), datetime.fromtimestamp(seconds, UTC))
