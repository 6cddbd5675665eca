"""Reading the query of an address: what is not understood is refused, never ignored."""

import math
import re
from collections.abc import Collection
from typing import Final

from django.contrib.gis.geos import Polygon
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kit.concurrency_limit import ConcurrencyLimit
from kit.errors import BadParameter
from kit.json_body import read_json_request

MOST_JSON_BYTES: Final = 16 * 1024 * 1024
MOST_JSON_VALUES: Final = 2_500_000
"""An outline of 200,000 points has 600,000."""
GEOMETRY: Final = ConcurrencyLimit(at_once=1, wait_s=10.0)
"""Reading and repairing an outline from outside, and storing it."""


def read_query(request: HttpRequest, known: Collection[str]) -> dict[str, str]:
    """The parameters of the address. Raises BadParameter for one that is unknown or given twice."""
    for name in request.GET:
        if name not in known:
            listed = ", ".join(sorted(known)) or _("none")
            raise BadParameter(
                _('The parameter "%(name)s" is not known here; known are: %(known)s.')
                % {"name": name[:60], "known": listed},
                field=name[:60],
            )
        if len(request.GET.getlist(name)) > 1:
            raise BadParameter(_('The parameter "%(name)s" is given more than once.') % {"name": name}, field=name)
    return {name: str(value) for name, value in request.GET.items()}


def choice(query: dict[str, str], name: str, choices: Collection[str]) -> str | None:
    """The parameter's value when it is one of the choices; None when absent. Raises BadParameter."""
    value = query.get(name)
    if value is not None and value not in choices:
        text = _('The parameter "%(name)s" must be one of: %(choices)s.')
        raise BadParameter(text % {"name": name, "choices": ", ".join(choices)}, field=name)
    return value


def number(query: dict[str, str], name: str, *, default: int, lowest: int, highest: int) -> int:
    """The parameter as a whole number within its limits. Raises BadParameter."""
    text = query.get(name, str(default))
    if not re.fullmatch(r"[0-9]{1,18}", text, re.ASCII) or not lowest <= int(text) <= highest:
        raise BadParameter(
            _("%(name)s must be a number from %(lowest)d to %(highest)d.")
            % {"name": name, "lowest": lowest, "highest": highest},
            field=name,
        )
    return int(text)


def bounding_box(query: dict[str, str]) -> Polygon | None:
    """``bbox=west,south,east,north`` in degrees; None when absent. Raises BadParameter."""
    text = query.get("bbox")
    if text is None:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise BadParameter(_("bbox must be four numbers: west,south,east,north."), field="bbox") from None
    inside = (
        all(map(math.isfinite, (west, south, east, north)))
        and -180 <= west < east <= 180
        and -90 <= south < north <= 90
    )
    if not inside:
        raise BadParameter(
            _("bbox must be west,south,east,north in degrees, west below east, south below north."), field="bbox"
        )
    return Polygon.from_bbox((west, south, east, north))


def read_json(request: HttpRequest) -> object:
    """The parsed body. Raises BadParameter when it is not JSON."""
    try:
        return read_json_request(request, most_bytes=MOST_JSON_BYTES, most_values=MOST_JSON_VALUES)
    except ValueError as error:
        raise BadParameter(_("The body is not valid JSON.")) from error
