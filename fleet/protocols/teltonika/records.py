"""AVL records of Codec 8, 8 Extended and 16.

Source: https://wiki.teltonika-gps.com/view/Codec. Every packet of a busy gateway passes here: what can be known before
the record is read is known (compiled structures, layouts), and the Fix is made as the bare tuple that it is.
"""

from datetime import UTC, datetime
from struct import Struct, error
from typing import Final

from fleet.protocols.attributes import EVENT, SATELLITES, Alarm
from fleet.protocols.fix import Attribute, Fix, Message, Rejected
from fleet.protocols.limits import MAX_ALTITUDE_M, MAX_SPEED_MPS, MIN_ALTITUDE_M
from fleet.protocols.rejection import RejectionReason, reason
from fleet.protocols.teltonika.elements import PLUGGED_MV
from fleet.protocols.teltonika.layout import (
    BEFORE,
    LETTERS,
    Groups,
    Layout,
    layout_of,
    read_alarms,
    read_operator,
    read_special,
)
from fleet.protocols.teltonika.variable import CountLies, ReadMore, read_sixteen, read_variable

_moment: Final = datetime.fromtimestamp
_MAX_KMH: Final = int(MAX_SPEED_MPS * 3.6)
_REMEMBERED: Final = 512
"""Layouts that are remembered: far more than there are kinds of trackers."""
_USUAL: Final = 128
"""Elements that a tracker sends at most; a record with more is read, and nothing about it is remembered."""


class Codec:
    """One form of the records: ``head`` ends before the number of all elements; widths of an id and a count follow.

    ``read_more`` reads what comes after the values of eight bytes, if the form has more.
    """

    def __init__(self, head: str, number_width: int, count_width: int, read_more: ReadMore | None = None) -> None:
        self._head = f"{head}{count_width}x"
        self._counts = Struct(self._head).size
        self._widths = number_width, count_width
        self._read_more = read_more
        self._layouts: dict[Groups, Layout] = {}
        self._likely: dict[bytes, Layout] = {}

    def read(self, data: bytes, at: int, count: int, identity: str) -> tuple[list[Message], int]:
        """``count`` records from ``at``, and where they end. Raises CountLies when there are fewer."""
        messages: list[Message] = []
        counts, width, read_more, likely = self._counts, self._widths[1], self._read_more, self._likely
        number, whole = int.from_bytes, len(data)
        try:
            for _ in range(count):
                first = at + counts
                layout = likely.get(data[first - width : first + width])
                if (
                    layout is None
                    or at + layout.size > whole
                    or number(data[first : at + layout.size], "big") & layout.mask != layout.skeleton
                ):
                    layout = self._layout(data, first)
                values = layout.unpack(data, at)
                at += layout.size
                found: dict[str, Attribute] = dict(zip(layout.names, layout.pick(values), strict=True))
                if read_more is not None and values[-1]:
                    at = read_more(data, at, values[-1], found)
                messages.append(_message(identity, layout, values, found))
        except error:
            raise CountLies from None
        return messages, at

    def _layout(self, data: bytes, first: int) -> Layout:
        """The layout of a record whose first count is at ``first``. Raises CountLies beyond the data."""
        number_width, count_width = self._widths
        groups: Groups = ()
        at = first
        for size in LETTERS:
            start = at + count_width
            step = number_width + size
            at = start + int.from_bytes(data[at:start], "big") * step
            if at > len(data):
                raise CountLies
            ids = tuple(int.from_bytes(data[one : one + number_width], "big") for one in range(start, at, step))
            groups += ((size, ids),)
        layout = self._layouts.get(groups)
        if layout is None:
            layout = layout_of(groups, self._head, number_width, count_width, self._read_more is not None)
        if sum(len(ids) for _, ids in groups) <= _USUAL:
            if len(self._layouts) >= _REMEMBERED or len(self._likely) >= _REMEMBERED:
                self._layouts.clear()
                self._likely.clear()
            self._layouts[groups] = layout
            self._likely[data[first - count_width : first + count_width]] = layout
        return layout


CODECS: Final = {
    0x08: (Codec(">QxiihHBHB", 1, 1), Codec(">QxiihHBHB", 1, 1, read_sixteen)),
    0x8E: (Codec(">QxiihHBHH", 2, 2, read_variable),),
    0x10: (Codec(">QxiihHBHHx", 2, 1),),
}
"""Number of the codec -> its forms; some firmware adds values of sixteen bytes to Codec 8 and does not say so."""


def _message(identity: str, layout: Layout, values: tuple[int, ...], found: dict[str, Attribute]) -> Message:
    ms, lon, lat, altitude, course, satellites, kmh, event = values[:BEFORE]
    try:
        fix_time = _moment(ms / 1000, UTC)  # exact to the microsecond for centuries
    except (OverflowError, ValueError, OSError):
        return Rejected(reason(RejectionReason.TIME_BEYOND_CALENDAR, ms), identity)
    for name, divisor in layout.scaled:
        found[name] /= divisor  # type: ignore[operator]
    if layout.read:
        read_special(layout, values, found)
    if layout.operator:
        read_operator(values[layout.operator], found)
    if event:
        found[EVENT] = event
    found[SATELLITES] = satellites
    plugged = values[layout.power] >= PLUGGED_MV if layout.power else None
    sos = False
    if layout.alarms:
        alarms = read_alarms(layout, values, event, found)
        sos = Alarm.SOS in alarms
        plugged = False if Alarm.POWER_CUT in alarms else plugged
    battery = values[layout.battery] if layout.battery else None
    seen = satellites > 0
    return tuple.__new__(
        Fix,
        (
            identity,
            lon / 1e7,
            lat / 1e7,
            fix_time,
            seen and (lon != 0 or lat != 0),
            kmh / 3.6 if seen and kmh <= _MAX_KMH else None,
            course % 360 if seen and course <= 360 else None,
            altitude if seen and MIN_ALTITUDE_M <= altitude <= MAX_ALTITUDE_M else None,
            None,
            values[layout.moving] > 0 if layout.moving else None,
            values[layout.ignition] > 0 if layout.ignition else None,
            plugged,
            sos,
            battery if battery is None or battery <= 100 else None,
            found,
        ),
    )
