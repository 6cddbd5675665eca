"""Binary position frames; the layout is in docs/live-protocol.md."""

import math
from typing import Final

import numpy as np

VERSION: Final = 1
CHANGES: Final = 0
SNAPSHOT: Final = 1
REGION_CELL: Final = 0
CELL_ZOOM: Final = 12
_SIDE: Final = 1 << CELL_ZOOM
CELLS: Final = _SIDE * _SIDE
"""The highest cell."""
WITHDRAWN: Final = 1 << 15
"""State bit: the vehicle has no position, or none that the viewer may see; nothing but its number counts."""
UNKNOWN: Final = 65535
"""Speed, course or accuracy that the device did not give."""

_FIELDS = [
    ("lon", "<i4"),
    ("lat", "<i4"),
    ("speed", "<u2"),
    ("course", "<u2"),
    ("fix_time", "<u4"),
    ("arrival", "<u4"),
    ("state", "<u2"),
    ("accuracy", "<u2"),
]
RECORD: Final = np.dtype([("vehicle", "<u4"), *_FIELDS])
"""What a viewer receives for one vehicle: 28 bytes."""

WIRE_POSITION: Final = np.dtype([("vehicle", "<u4"), ("agency", "<u4"), ("version", "<u4"), *_FIELDS])
"""What a gateway sends for one vehicle: a record, the agency that it belongs to (0: none), and its version.

The version grows with every correction. Of two positions the one with the higher version counts, and of one version the
one with the later fix, then the later arrival. A row with ``WITHDRAWN`` says that there is no position.
"""

HEADER: Final = np.dtype(
    [
        ("version", "u1"),
        ("kind", "u1"),
        ("record_size", "<u2"),
        ("epoch", "<u4"),
        ("sequence", "<u4"),
        ("cell", "<u4"),
        ("server_time", "<f8"),
        ("count", "<u4"),
        ("reserved", "<u4"),
    ]
)


def encode(*, kind: int, epoch: int, sequence: int, cell: int, server_time: float, positions: np.ndarray) -> bytes:
    """One frame of ``positions`` (an array of RECORD or WIRE_POSITION), times in Unix seconds."""
    header = np.array(
        [(VERSION, kind, RECORD.itemsize, epoch, sequence & 0xFFFFFFFF, cell, server_time, len(positions), 0)], HEADER
    )
    records = np.empty(len(positions), RECORD)
    for name in RECORD.names or ():
        records[name] = positions[name]
    return header.tobytes() + records.tobytes()


def cells_of(lon_e7: np.ndarray, lat_e7: np.ndarray) -> np.ndarray:
    """The zoom-12 cell of each point (u4), coordinates in 1e-7 degrees."""
    lon = lon_e7.astype(np.float64) / 1e7
    lat = np.clip(lat_e7.astype(np.float64) / 1e7, -85.05, 85.05)
    x = np.floor((lon + 180.0) / 360.0 * _SIDE)
    y = np.floor((1.0 - np.arcsinh(np.tan(np.radians(lat))) / math.pi) / 2.0 * _SIDE)
    x = np.clip(x, 0, _SIDE - 1).astype(np.uint32)
    y = np.clip(y, 0, _SIDE - 1).astype(np.uint32)
    return np.asarray(1 + x * _SIDE + y, np.uint32)
