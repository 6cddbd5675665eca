"""Reading one event: the attributes of its elements, and nothing that XML can do beyond them."""

from collections.abc import Mapping
from typing import Final
from xml.parsers import expat

from fleet.protocols.rejection import Reason, RejectionReason, reason

Elements = Mapping[str, Mapping[str, str]]
MAX_ELEMENTS: Final = 400


class _Refused(Exception):
    """Something in the text that no client has a reason to send."""


def read(frame: bytes) -> Elements | Reason:
    """Element name -> the attributes of the first element of that name, or why there are none.

    A declared document type is refused before any entity of it could be expanded, and what the text says of its own
    encoding is not believed: it is UTF-8.
    """
    found: dict[str, Mapping[str, str]] = {}
    count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MAX_ELEMENTS:
            raise _Refused(f"more than {MAX_ELEMENTS} elements")
        found.setdefault(name, attributes)

    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(frame, True)
    except (expat.ExpatError, ValueError) as error:
        return reason(RejectionReason.BROKEN_XML, error)
    except _Refused as error:
        return reason(RejectionReason.FORBIDDEN_XML) if not error.args else reason(RejectionReason.BROKEN_XML, error)
    return found


def _refuse(*_: object) -> None:
    raise _Refused
