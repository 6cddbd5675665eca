"""Columns that several reports have, in the language of the moment."""

from collections.abc import Sequence
from typing import Final

from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _

from fleet.models import Vehicle
from reports.table import Cell, Chart, ChartForm, Column, ColumnKind, ObjectName

MOST_BARS: Final = 20


def of_vehicle() -> list[Column]:
    """Name, plate and agency; ``vehicle_cells`` fills them."""
    return [Column("vehicle", _("Vehicle")), Column("plate", _("Number plate")), Column("agency", _("Agency"))]


def vehicle_cells(vehicle: Vehicle) -> list[Cell]:
    """What stands in the columns of ``of_vehicle``."""
    return [ObjectName(vehicle.name, vehicle.pk), vehicle.plate, str(vehicle.agency or "")]


def place(name: str, point: Point | None) -> str:
    """A place by its name, or where none is known by its coordinates."""
    if name or point is None:
        return name
    return f"{point.y:.5f}, {point.x:.5f}"


def most(title: str, kind: ColumnKind, pairs: Sequence[tuple[str, float]], sheet: str = "") -> list[Chart]:
    """A chart of the largest values, if there are at least two; it says when it shows a part alone."""
    sheet = sheet or title
    largest = sorted((pair for pair in pairs if pair[1] > 0), key=lambda pair: -pair[1])
    if len(largest) < 2:
        return []
    if len(largest) > MOST_BARS:
        title = _("%(title)s, the %(count)d largest") % {"title": title, "count": MOST_BARS}
        largest = largest[:MOST_BARS]
    return [Chart(title, kind, [name for name, _v in largest], [v for _n, v in largest], ChartForm.RANKS, sheet)]
