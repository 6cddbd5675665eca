"""AVL records of Codec 8, 8 Extended and 16.

Source: https://wiki.teltonika-gps.com/view/Codec. Every packet of a busy gateway passes here: what can be known before
the record is read is known (compiled structures, layouts), and the Fix is made as the bare tuple that it is.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from struct import Struct, error
from typing import Any, Final

from fleet.protocols.attributes import EVENT, SATELLITES, Alarm
from fleet.protocols.fix import Attribute, Fix, Message, Rejected
from fleet.protocols.limits import MAX_ALTITUDE_M, MAX_SPEED_MPS, MIN_ALTITUDE_M
from fleet.protocols.rejection import Why, reason
from fleet.protocols.teltonika.elements import PLUGGED_MV
from fleet.protocols.teltonika.layout import Layout, layout_of, read_alarms, read_operator, read_special
from fleet.protocols.teltonika.variable import CountLies, ReadMore, read_sixteen, read_variable

_moment: Final = datetime.fromtimestamp
_MAX_KMH: Final = int(MAX_SPEED_MPS * 3.6)
_LETTERS: Final = {1: "B", 2: "H", 4: "I", 8: "Q"}
_REMEMBERED: Final = 512
"""Layouts that are remembered: far more than there are kinds of trackers."""
_USUAL: Final = 64
"""Elements of one size that trackers send at most; more are read, and nothing about them is remembered."""
_MAX_ELEMENTS: Final = 4096
"""No packet is long enough for more."""

Group = tuple[Callable[[bytes, int], tuple[int, ...]], int]
Layouts = dict[tuple[int, ...], Layout]


class _Groups(dict[int, Group]):
    """Count of elements -> how a group of values of one size is unpacked, and how long it is."""

    def __init__(self, pair: str, following: str) -> None:
        super().__init__()
        self._pair, self._following = pair, following

    def __missing__(self, count: int) -> Group:
        if count > _MAX_ELEMENTS:
            raise CountLies
        structure = Struct(">" + self._pair * count + self._following)
        group = structure.unpack_from, structure.size
        if count <= _USUAL:
            self[count] = group
        return group


class Codec:
    """One form of the records: ``head`` ends with event, total and first count; widths of an id and a count follow.

    ``read_more`` reads what comes after the values of eight bytes, if the form has more.
    """

    def __init__(self, head: str, number: str, count: str, read_more: ReadMore | None = None) -> None:
        self._head = Struct(head)
        self._read_more = read_more
        self._layouts: Layouts = {}
        self._groups = tuple(
            _Groups(number + letter, count if read_more or size != 8 else "") for size, letter in _LETTERS.items()
        )

    def read(self, data: bytes, at: int, count: int, identity: str) -> tuple[list[Message], int]:
        """``count`` records from ``at``, and where they end. Raises CountLies when there are fewer."""
        messages: list[Message] = []
        unpack_head, head_size, read_more, layouts = (
            self._head.unpack_from,
            self._head.size,
            self._read_more,
            self._layouts,
        )
        ones, twos, fours, eights = self._groups
        try:
            for _ in range(count):
                head = unpack_head(data, at)
                at += head_size
                unpack, size = ones[head[10]]
                one = unpack(data, at)
                at += size
                unpack, size = twos[one[-1]]
                two = unpack(data, at)
                at += size
                unpack, size = fours[two[-1]]
                four = unpack(data, at)
                at += size
                unpack, size = eights[four[-1]]
                eight = unpack(data, at)
                at += size
                pairs = one + two + four + eight
                # Ids and counts alternate with values: a group ends with the count of the next, which has no partner.
                key = head[10:] + one[::2] + two[::2] + four[::2] + eight[::2]
                layout = layouts.get(key) or _remember(layouts, key, (one, two, four, eight))
                found: dict[str, Attribute] = dict(zip(layout.names, layout.pick(pairs), strict=True))
                if read_more is not None and eight[-1]:
                    at = read_more(data, at, eight[-1], found)
                messages.append(_message(identity, head, layout, pairs, found))
        except error:
            raise CountLies from None
        return messages, at


CODECS: Final = {
    0x08: (Codec(">QBiihHBHBBB", "B", "B"), Codec(">QBiihHBHBBB", "B", "B", read_sixteen)),
    0x8E: (Codec(">QBiihHBHHHH", "H", "H", read_variable),),
    0x10: (Codec(">QBiihHBHHxBB", "H", "B"),),
}
"""Number of the codec -> its forms; some firmware adds values of sixteen bytes to Codec 8 and does not say so."""


def _remember(layouts: Layouts, key: tuple[int, ...], groups: tuple[tuple[int, ...], ...]) -> Layout:
    layout = layout_of(tuple(zip(_LETTERS, groups, strict=True)))
    if len(key) <= 2 * _USUAL:
        if len(layouts) >= _REMEMBERED:
            layouts.clear()
        layouts[key] = layout
    return layout


def _message(
    identity: str, head: tuple[int, ...], layout: Layout, pairs: tuple[Any, ...], found: dict[str, Attribute]
) -> Message:
    ms, _, lon, lat, altitude, course, satellites, kmh, event, _, _ = head
    try:
        fix_time = _moment(ms / 1000, UTC)  # exact to the microsecond for centuries
    except (OverflowError, ValueError, OSError):
        return Rejected(reason(Why.TIME_BEYOND_CALENDAR, ms), identity)
    for name, divisor in layout.scaled:
        found[name] /= divisor  # type: ignore[operator]
    if layout.read:
        read_special(layout, pairs, found)
    if layout.operator:
        read_operator(pairs[layout.operator], found)
    if event:
        found[EVENT] = event
    found[SATELLITES] = satellites
    plugged = pairs[layout.power] >= PLUGGED_MV if layout.power else None
    sos = False
    if layout.alarms:
        alarms = read_alarms(layout, pairs, event, found)
        sos = Alarm.SOS in alarms
        plugged = False if Alarm.POWER_CUT in alarms else plugged
    battery = pairs[layout.battery] if layout.battery else None
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
            pairs[layout.moving] > 0 if layout.moving else None,
            pairs[layout.ignition] > 0 if layout.ignition else None,
            plugged,
            sos,
            battery if battery is None or battery <= 100 else None,
            found,
        ),
    )
