"""Positions in the binary form of COPY."""

import struct
from typing import Any, Final

import numpy as np

from fleet.history.proximity_grid import cells_of
from fleet.pipeline.clock import POSTGRES_EPOCH_US
from fleet.pipeline.rows import NO_VEHICLE, Rows

HEADER: Final = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
TRAILER: Final = b"\xff\xff"

_COLUMNS: Final = 14
_EWKB_BYTES: Final = 25
_POINT_WITH_SRID: Final = 0x20000001
_WGS84: Final = 4326
_NULL_LENGTH: Final = -1
_NULL: Final = b"\xff\xff\xff\xff"
_LENGTH: Final = struct.Struct(">i")
_OPTIONAL: Final = ("vehicle", "speed", "course", "altitude", "accuracy")


def pack(rows: Rows, device_id: np.ndarray) -> bytes:
    """All rows with header and trailer, in the order of ``store.COPY``; ``device_id`` of each place.

    Every column is its length in bytes and its value, big-endian; a NULL is a length of -1 alone. So rows that miss the
    same values have the same layout, and each layout is written as one array.
    """
    known = np.stack([rows.vehicle != NO_VEHICLE, *(~np.isnan(getattr(rows, name)) for name in _OPTIONAL[1:])])
    layouts = (known * (1 << np.arange(len(_OPTIONAL)))[:, None]).sum(axis=0)
    ids = device_id[rows.device]
    tails = [_NULL if rest is None else _LENGTH.pack(len(rest) + 1) + b"\x01" + rest for rest in rows.attributes]
    parts = [HEADER]
    for layout in np.unique(layouts).tolist():
        places = np.flatnonzero(layouts == layout)
        data, size = _fixed(rows, ids, places, layout), _dtype(layout).itemsize
        for n, place in enumerate(places.tolist()):
            parts += (data[n * size : n * size + size], tails[place])
    parts.append(TRAILER)
    return b"".join(parts)


_DTYPES: dict[int, np.dtype[Any]] = {}


def _dtype(layout: int) -> np.dtype[Any]:
    """The layout whose bit n says that the n-th optional column has a value."""
    if layout not in _DTYPES:
        fields = [("columns", ">i2")]
        for name, kind in (("device", ">i8"), ("us", ">i8"), ("content", ">i8"), ("arrival", ">i8")):
            fields += [(f"{name}_n", ">i4"), (name, kind)]
        for bit, name in enumerate(_OPTIONAL):
            fields.append((f"{name}_n", ">i4"))
            if layout >> bit & 1:
                fields.append((name, ">i8" if name == "vehicle" else ">f4"))
        for name, kind in (("state", ">i2"), ("marks", ">i2"), ("cell", ">i4")):
            fields += [(f"{name}_n", ">i4"), (name, kind)]
        fields += [
            ("point_n", ">i4"),
            ("order", "u1"),
            ("type", ">u4"),
            ("srid", ">u4"),
            ("lon", ">f8"),
            ("lat", ">f8"),
        ]
        _DTYPES[layout] = np.dtype(fields)
    return _DTYPES[layout]


def _fixed(rows: Rows, ids: np.ndarray, places: np.ndarray, layout: int) -> bytes:
    """Everything but the attributes of the rows at ``places``."""
    out = np.zeros(len(places), _dtype(layout))
    out["columns"] = _COLUMNS
    values = {
        "device": ids[places],
        "us": rows.us[places] - POSTGRES_EPOCH_US,
        "content": rows.content[places],
        "arrival": rows.arrival[places] - POSTGRES_EPOCH_US,
        "state": rows.state[places],
        "marks": rows.marks[places],
        "cell": cells_of(rows.lon[places], rows.lat[places]),
    }
    for bit, name in enumerate(_OPTIONAL):
        if layout >> bit & 1:
            values[name] = getattr(rows, name)[places]
        else:
            out[f"{name}_n"] = _NULL_LENGTH
    for name, column in values.items():
        out[f"{name}_n"] = out.dtype[name].itemsize
        out[name] = column
    out["point_n"], out["type"], out["srid"] = _EWKB_BYTES, _POINT_WITH_SRID, _WGS84
    out["lon"], out["lat"] = rows.lon[places], rows.lat[places]
    return out.tobytes()
