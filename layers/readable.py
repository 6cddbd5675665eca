"""Reading rows so that one that cannot be shown does not take the others with it."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

from django.db import connection, models

from kit.dates import FIRST_MOMENT, LAST_MOMENT, moments_in_range
from live import left_out

RowT = TypeVar("RowT", bound=models.Model)
ItemT = TypeVar("ItemT")
READABLE_DATES: Final = moments_in_range("valid_from") & moments_in_range("valid_to")
"""A version with other dates is public to nobody: it cannot be known when it holds."""
DAMAGE: Final = (ValueError, TypeError, KeyError, ArithmeticError, AttributeError)
"""What rendering a row raises that the constraints and checks of today would refuse."""


def has_readable_dates(version: models.Model) -> bool:
    """Whether the stored version's validity lies in the supported range; read as a model, other dates are None."""
    return version._meta.model._default_manager.filter(READABLE_DATES, pk=version.pk).exists()


def readable(rows: Iterable[RowT], render: Callable[[RowT], ItemT]) -> Iterator[ItemT]:
    """Each row rendered; one that cannot be is left out (see `live.left_out`). `damaged_zones` names it to planners."""
    for row in rows:
        try:
            yield render(row)
        except DAMAGE as error:
            left_out.note(row._meta.label, row.pk, error)


def finite_json(document: object) -> str:
    """JSON text. Raises ValueError for NaN and infinity, which no browser reads."""
    return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def finite_geojson(text: str) -> str:
    """The geometry as PostGIS wrote it. Raises ValueError where it holds NaN or infinity."""
    if "n" in text.rpartition("]")[0].partition("[")[2].lower():
        raise ValueError("a coordinate is not a finite number")
    return text


# Constraints and checks keep all of this out today; the query finds what came past them.
_DAMAGED = """
WITH face AS (
    SELECT id AS zone_id, name, kind, level, valid_from, valid_to, geometry, area_m2, fill_opacity FROM layers_zone
    UNION ALL
    SELECT zone.id, version.name, version.kind, version.level, version.valid_from, version.valid_to, version.geometry,
           version.area_m2, version.fill_opacity
      FROM layers_zone AS zone JOIN layers_zoneversion AS version ON version.id = zone.published_id
)
SELECT zone_id, max(name),
       bool_or(valid_from NOT BETWEEN %(first)s AND %(last)s OR valid_to NOT BETWEEN %(first)s AND %(last)s),
       bool_or(NOT geometry @ ST_MakeEnvelope(-180, -90, 180, 90, 4326) OR ST_IsEmpty(geometry)),
       bool_or(level NOT BETWEEN 1 AND 3 OR kind <> ALL(%(kinds)s)
               OR area_m2 IN ('NaN', 'Infinity') OR fill_opacity IN ('NaN', 'Infinity'))
  FROM face GROUP BY zone_id
HAVING bool_or(valid_from NOT BETWEEN %(first)s AND %(last)s OR valid_to NOT BETWEEN %(first)s AND %(last)s
            OR NOT geometry @ ST_MakeEnvelope(-180, -90, 180, 90, 4326) OR ST_IsEmpty(geometry)
            OR level NOT BETWEEN 1 AND 3 OR kind <> ALL(%(kinds)s)
            OR area_m2 IN ('NaN', 'Infinity') OR fill_opacity IN ('NaN', 'Infinity'))
 ORDER BY zone_id LIMIT 20
"""


def damaged_rows(kinds: list[str]) -> list[tuple[int, str, bool, bool, bool]]:
    """Id, name, and whether the dates, the outline or another field cannot be shown; at most 20 zones."""
    with connection.cursor() as cursor:
        cursor.execute(_DAMAGED, {"first": FIRST_MOMENT, "last": LAST_MOMENT, "kinds": kinds})
        return [tuple(row) for row in cursor.fetchall()]
