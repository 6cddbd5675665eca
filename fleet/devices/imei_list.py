"""Reading a list of trackers that somebody pastes: ``IMEI[,plate or name of the vehicle][,protocol]`` a line."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

MAX_LINES: Final = 2000
_SEPARATOR: Final = re.compile(r"[,;\t]")
_IMEI: Final = re.compile(r"[0-9]{15}")


@dataclass
class TrackerLine:
    """One line of the list: what it says, what is wrong with it, and what to look at twice."""

    number: int
    text: str
    imei: str = ""
    vehicle_id: int | None = None
    vehicle: str = ""
    protocol: str = ""
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Register:
    """What is known already: identities, vehicles by ``name_key`` of plate and name, protocols."""

    identities: frozenset[str]
    vehicles: Mapping[str, list[tuple[int, str]]]
    protocols: frozenset[str]


def name_key(text: str) -> str:
    """Plates and names are the same whatever their blanks and capitals."""
    return "".join(text.split()).casefold()


def luhn_holds(imei: str) -> bool:
    """Whether the last digit is the check digit of the others (3GPP TS 23.003, annex B)."""
    digits = [int(sign) for sign in reversed(imei)]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[0::2]) + sum(doubled)) % 10 == 0


def read_list(text: str, known: Register) -> list[TrackerLine]:
    """Every line that is not empty, judged; a heading in the first one is left out."""
    seen: dict[str, int] = {}
    lines: list[TrackerLine] = []
    for number, raw in enumerate(text.splitlines(), 1):
        parts = [part.strip().strip('"') for part in _SEPARATOR.split(raw)]
        if not any(parts) or (not lines and parts[0].casefold() == "imei"):
            continue
        line = TrackerLine(number, raw.strip())
        _judge(line, parts, known, seen)
        lines.append(line)
    return lines


def _judge(line: TrackerLine, parts: list[str], known: Register, seen: dict[str, int]) -> None:
    line.imei = re.sub(r"[\s/-]", "", parts[0])
    if not _IMEI.fullmatch(line.imei):
        line.problems.append(_("“%(text)s” is no IMEI: it needs 15 digits.") % {"text": parts[0]})
    elif not luhn_holds(line.imei):
        line.warnings.append(_("The check digit of the IMEI does not fit; compare it with the label of the tracker."))
    if line.imei in seen:
        line.problems.append(_("This IMEI stands in line %(number)d already.") % {"number": seen[line.imei]})
    seen.setdefault(line.imei, line.number)
    if line.imei in known.identities:
        line.problems.append(_("This device is registered already."))
    if len(parts) > 1 and parts[1]:
        _find_vehicle(line, parts[1], known)
    if len(parts) > 2 and parts[2]:
        line.protocol = parts[2].casefold()
        if line.protocol not in known.protocols:
            names = ", ".join(sorted(known.protocols))
            line.problems.append(
                _("“%(text)s” is no protocol; known are %(names)s.") % {"text": parts[2], "names": names}
            )
    if any(parts[3:]):
        line.problems.append(_("A line has an IMEI, a vehicle and a protocol, and nothing after them."))


def _find_vehicle(line: TrackerLine, text: str, known: Register) -> None:
    found = known.vehicles.get(name_key(text), [])
    if len(found) == 1:
        ((line.vehicle_id, line.vehicle),) = found
    elif found:
        line.problems.append(_("More than one vehicle is called “%(text)s”; give the number plate.") % {"text": text})
    else:
        line.problems.append(_("No vehicle has the number plate or name “%(text)s”.") % {"text": text})


def good(lines: Iterable[TrackerLine]) -> list[TrackerLine]:
    """Those that can be imported."""
    return [line for line in lines if not line.problems]
