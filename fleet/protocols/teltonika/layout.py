"""How the IO values of a record become attributes, worked out once for each set of elements that trackers send.

A tracker sends the same elements in every record until it is configured anew. So everything that depends only on which
elements there are is looked up by them, and a record costs little more than pairing names with values.
"""

from collections.abc import Callable
from operator import itemgetter
from typing import Final, NamedTuple

from fleet.protocols import attributes as names
from fleet.protocols.attributes import Alarm
from fleet.protocols.fix import Attribute
from fleet.protocols.teltonika import elements
from fleet.protocols.teltonika.elements import ALARMS, ELEMENTS, Element, Read

_APART: Final = frozenset({elements.IGNITION, elements.MOVEMENT, elements.BATTERY_LEVEL, elements.OPERATOR})
ABSENT: Final = 0
"""The index of an id, where no value can be."""


class Layout(NamedTuple):
    """Which value of a record is what; indices into its ids and values in turn, ``ABSENT`` for none.

    ``pick`` gives the values that ``names`` belong to.
    """

    names: tuple[str, ...]
    pick: Callable[[tuple[int, ...]], tuple[int, ...]]
    scaled: tuple[tuple[str, int], ...]
    read: tuple[tuple[str, Read, int, int], ...]
    alarms: tuple[tuple[int, int], ...]
    ignition: int
    moving: int
    battery: int
    power: int
    operator: int


def layout_of(groups: tuple[tuple[int, tuple[int, ...]], ...]) -> Layout:
    """The layout of a record of groups of (size in bytes, ids and values in turn); an id at an odd end is a count."""
    kept: list[tuple[int, int, Element]] = []
    apart: dict[int, int] = {}
    alarms: list[tuple[int, int]] = []
    start = 0
    for size, pairs in groups:
        for at in range(1, len(pairs), 2):
            number, index = pairs[at - 1], start + at
            if number in _APART:
                apart[number] = index
            elif number in ALARMS:
                alarms.append((index, number))
            else:
                kept.append((index, size, ELEMENTS.get(number) or Element(f"io_{number}")))
        start += len(pairs)
    return Layout(
        names=tuple(element.name for _, _, element in kept),
        pick=_picker([index for index, _, _ in kept]),
        scaled=tuple({one.name: one.divisor for _, _, one in kept if one.divisor != 1}.items()),
        read=tuple((one.name, one.read, index, size) for index, size, one in kept if one.read is not None),
        alarms=tuple(alarms),
        ignition=apart.get(elements.IGNITION, ABSENT),
        moving=apart.get(elements.MOVEMENT, ABSENT),
        battery=apart.get(elements.BATTERY_LEVEL, ABSENT),
        power=next((index for index, _, one in kept if one.name == names.POWER_V), ABSENT),
        operator=apart.get(elements.OPERATOR, ABSENT),
    )


def _picker(indices: list[int]) -> Callable[[tuple[int, ...]], tuple[int, ...]]:
    if len(indices) > 1:
        return itemgetter(*indices)
    return lambda pairs: tuple(pairs[index] for index in indices)


def read_special(layout: Layout, pairs: tuple[int, ...], found: dict[str, Attribute]) -> None:
    """Put what a division does not tell into ``found``; what says nothing is taken out."""
    for name, read, index, size in layout.read:
        value = read(pairs[index], size)
        if value is None:
            found.pop(name, None)
        else:
            found[name] = value


def read_operator(code: int, found: dict[str, Attribute]) -> None:
    """Country and network of a mobile operator's code: 51010 is network 10 of country 510."""
    if code:
        found[names.MCC], found[names.MNC] = divmod(code, 1000 if code > 99_999 else 100)


def read_alarms(layout: Layout, pairs: tuple[int, ...], event: int, found: dict[str, Attribute]) -> tuple[Alarm, ...]:
    """The alarms of a record, put into ``found`` too."""
    alarms = tuple(
        alarm
        for index, number in layout.alarms
        if (alarm := elements.alarm_of(number, pairs[index], event)) is not None
    )
    if alarms:
        found[names.ALARM] = ",".join(alarms)
    return alarms
