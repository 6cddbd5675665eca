"""Whether a file's description of its reference system is one, and not an address.

GDAL before 3.9 follows what it finds there: a definition that names a web address or another file would be opened. So
the text is looked at before GDAL is.
"""

import re

from django.utils.translation import gettext

from geo.errors import UnreadableFile

_WKT = re.compile(
    r"\s*(?:GEOGCS|PROJCS|GEOCCS|LOCAL_CS|VERT_CS|COMPD_CS|FITTED_CS|[A-Z]*CRS)\s*\[", re.ASCII | re.IGNORECASE
)
_NONE = {"", "undefined"}
_AUTHORITY = re.compile(r"[A-Za-z]{2,8}:[A-Za-z0-9]{1,12}|urn:[A-Za-z0-9:._-]{1,100}|[0-9]{1,6}", re.ASCII)
_LONGEST = 20_000


def check_definition(text: str, name: str) -> None:
    """Raise UnreadableFile unless the text is well-known text, or says that there is none."""
    if len(text) > _LONGEST or (text.strip().lower() not in _NONE and _WKT.match(text) is None):
        raise UnreadableFile(
            gettext(
                "The reference system in %(name)s is not described in well-known text; remove it and give its number."
            )
            % {"name": name}
        )


def check_reference(text: str, name: str) -> None:
    """As `check_definition`, for a text that may also name an authority's number, such as EPSG:4326."""
    if _AUTHORITY.fullmatch(text.strip()) is None:
        check_definition(text, name)
