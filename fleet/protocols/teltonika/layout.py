"""How the IO values of a record become attributes, worked out once for each set of elements that trackers send.

A tracker sends the same elements in every record until it is configured anew. So everything that depends only on which
elements there are is looked up by them, and a record costs little more than pairing names with values.
"""

from collections.abc import Callable
from operator import itemgetter
from struct import Struct
from typing import Any, Final, NamedTuple

from fleet.protocols import attributes as names
from fleet.protocols.attributes import Alarm
from fleet.protocols.fix import Attribute
from fleet.protocols.teltonika import elements
from fleet.protocols.teltonika.elements import ALARMS, ELEMENTS, Element, Read

_APART: Final = frozenset({elements.IGNITION, elements.MOVEMENT, elements.BATTERY_LEVEL, elements.OPERATOR})
ABSENT: Final = 0
"""The index of the time, where no element can be."""
BEFORE: Final = 8
"""Values of a record before its elements."""
LETTERS: Final = {1: "B", 2: "H", 4: "I", 8: "Q"}
Groups = tuple[tuple[int, tuple[int, ...]], ...]
"""Size of the values in bytes, and the ids."""


class Layout(NamedTuple):
    """Which value of a record is what; indices into its values, ``ABSENT`` for none.

    ``unpack`` reads ``size`` bytes. The record is of this layout if its bytes from the first count on, as a number and
    with ``mask``, are ``skeleton``. ``pick`` gives the values that ``names`` belong to.
    """

    unpack: Callable[[bytes, int], tuple[int, ...]]
    size: int
    mask: int
    skeleton: int
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


def layout_of(groups: Groups, head: str, number_width: int, count_width: int, followed: bool) -> Layout:
    """The layout of a record of these groups behind ``head``, which ends before the first count.

    ``followed``: one more count comes after the values of eight bytes, and is the last value.
    """
    shape, mask, skeleton = [head], [], []
    for size, ids in groups:
        shape.append(f"{count_width}x" + f"{number_width}x{LETTERS[size]}" * len(ids))
        mask += [b"\xff" * count_width, (b"\xff" * number_width + bytes(size)) * len(ids)]
        skeleton.append(len(ids).to_bytes(count_width, "big"))
        skeleton += [number.to_bytes(number_width, "big") + bytes(size) for number in ids]
    if followed:
        shape.append(LETTERS[count_width])
        mask.append(bytes(count_width))
        skeleton.append(bytes(count_width))
    structure = Struct("".join(shape))
    return Layout(
        structure.unpack_from,
        structure.size,
        int.from_bytes(b"".join(mask), "big"),
        int.from_bytes(b"".join(skeleton), "big"),
        *_meaning(groups),
    )


def _meaning(groups: Groups) -> tuple[Any, ...]:
    """The fields of a Layout from ``names`` on."""
    kept: list[tuple[int, int, Element]] = []
    apart: dict[int, int] = {}
    alarms: list[tuple[int, int]] = []
    listed = [(number, size) for size, ids in groups for number in ids]
    for index, (number, size) in enumerate(listed, start=BEFORE):
        if number in _APART:
            apart[number] = index
        elif number in ALARMS:
            alarms.append((index, number))
        else:
            kept.append((index, size, ELEMENTS.get(number) or Element(f"io_{number}")))
    return (
        tuple(element.name for _, _, element in kept),
        _picker([index for index, _, _ in kept]),
        tuple({one.name: one.divisor for _, _, one in kept if one.divisor != 1}.items()),
        tuple((one.name, one.read, index, size) for index, size, one in kept if one.read is not None),
        tuple(alarms),
        apart.get(elements.IGNITION, ABSENT),
        apart.get(elements.MOVEMENT, ABSENT),
        apart.get(elements.BATTERY_LEVEL, ABSENT),
        next((index for index, _, one in kept if one.name == names.POWER_V), ABSENT),
        apart.get(elements.OPERATOR, ABSENT),
    )


def _picker(indices: list[int]) -> Callable[[tuple[int, ...]], tuple[int, ...]]:
    if len(indices) > 1:
        return itemgetter(*indices)
    return lambda values: tuple(values[index] for index in indices)


def read_special(layout: Layout, values: tuple[int, ...], found: dict[str, Attribute]) -> None:
    """Put what a division does not tell into ``found``; what says nothing is taken out."""
    for name, read, index, size in layout.read:
        value = read(values[index], size)
        if value is None:
            found.pop(name, None)
        else:
            found[name] = value


def read_operator(code: int, found: dict[str, Attribute]) -> None:
    """Country and network of a mobile operator's code: 51010 is network 10 of country 510."""
    if code:
        found[names.MCC], found[names.MNC] = divmod(code, 1000 if code > 99_999 else 100)


def read_alarms(layout: Layout, values: tuple[int, ...], event: int, found: dict[str, Attribute]) -> tuple[Alarm, ...]:
    """The alarms of a record, put into ``found`` too."""
    alarms = tuple(
        alarm
        for index, number in layout.alarms
        if (alarm := elements.alarm_of(number, values[index], event)) is not None
    )
    if alarms:
        found[names.ALARM] = ",".join(alarms)
    return alarms
