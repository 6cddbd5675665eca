"""Squares of a hundredth of a degree (1.1 km at the equator), numbered so that an index finds what was near a place."""

import math
from typing import Final

import numpy as np

PER_DEGREE: Final = 100
ROWS: Final = 180 * PER_DEGREE + 1
_COLUMNS: Final = 360 * PER_DEGREE


def cell_of(lon: float, lat: float) -> int:
    """The number of the cell; what lies outside the earth is counted to its edge."""
    column = min(max(int((lon + 180.0) * PER_DEGREE), 0), _COLUMNS)
    row = min(max(int((lat + 90.0) * PER_DEGREE), 0), ROWS - 1)
    return column * ROWS + row


def cells_of(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """``cell_of`` for whole columns; int32."""
    with np.errstate(over="ignore"):  # a place beyond the earth is at its edge
        column = np.clip(np.nan_to_num((lon + 180.0) * PER_DEGREE), 0, _COLUMNS).astype(np.int64)
        row = np.clip(np.nan_to_num((lat + 90.0) * PER_DEGREE), 0, ROWS - 1).astype(np.int64)
    return (column * ROWS + row).astype(np.int32)


def cells_around(lon: float, lat: float, radius_m: float) -> list[int]:
    """The cells that a circle may touch; across the date line only the near side's. Raises ValueError above 20 km."""
    if not 0 < radius_m <= 20_000:
        raise ValueError(radius_m)
    north = radius_m / 110_570.0
    east = min(north / max(math.cos(math.radians(min(abs(lat) + north, 89.0))), 0.01), 180.0)
    low, high = cell_of(lon - east, lat - north), cell_of(lon + east, lat + north)
    columns, rows = range(low // ROWS, high // ROWS + 1), range(low % ROWS, high % ROWS + 1)
    return [column * ROWS + row for column in columns for row in rows]
