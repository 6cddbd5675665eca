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


def check_definition(text: str, name: str) -> None:
    """Raise UnreadableFile unless the text is well-known text, or says that there is none."""
    if text.strip().lower() not in _NONE and _WKT.match(text) is None:
        raise UnreadableFile(
            gettext(
                "The reference system in %(name)s is not described in well-known text; remove it and give its number."
            )
            % {"name": name}
        )
