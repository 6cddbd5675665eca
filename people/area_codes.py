"""The area code that an administrator types: the Kemendagri code of the area that somebody answers for."""

from geo.codes import parse_code
from geo.errors import InvalidAreaCode
from kit.errors import BadInput


def typed_area_code(text: str) -> str:
    """``text`` as a dotted code; empty stays empty and means everywhere. Raises BadInput at ``area_code``."""
    if not text.strip():
        return ""
    try:
        return parse_code(text).text
    except InvalidAreaCode as error:
        raise BadInput(str(error), field="area_code") from error
