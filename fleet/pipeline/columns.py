"""Whole columns, to the database and from it: PostgreSQL's binary arrays, a tenth of what psycopg's lists cost."""

import struct
from collections.abc import Sequence
from typing import Any, ClassVar, Final, Self

import numpy as np
import psycopg
from psycopg.abc import Buffer
from psycopg.adapt import Dumper, Loader
from psycopg.pq import Format

from fleet.pipeline.clock import POSTGRES_EPOCH_US

_HEADER = struct.Struct(">5i")
_BIGINT = struct.Struct(">iq")
_DOUBLE = struct.Struct(">id")
_LENGTH = struct.Struct(">i")
# A NULL is a length of -1 with nothing behind it.
_NULL = b"\xff\xff\xff\xff"

UNSET: Final = np.iinfo(np.int64).min
"""A time that is not known. On the wire it is PostgreSQL's ``-infinity``."""


class Column:
    """One array of 8-byte values for ``unnest``. None is NULL."""

    element_oid: ClassVar[int]
    array_oid: ClassVar[int]
    element: ClassVar[struct.Struct]
    layout: ClassVar[np.dtype[Any]] = np.dtype([("length", ">i4"), ("value", ">i8")])
    offset: ClassVar[int] = 0

    __slots__ = ("data",)

    def __init__(self, data: bytes) -> None:
        self.data = data

    @classmethod
    def of(cls, values: Sequence[float | None] | np.ndarray) -> Self:
        """The column of ``values``; an array has no None in it."""
        if isinstance(values, np.ndarray):
            whole = np.empty(len(values), cls.layout)
            whole["length"] = 8
            whole["value"] = np.where(values == UNSET, UNSET, values - cls.offset) if cls.offset else values
            return cls(_HEADER.pack(1, 0, cls.element_oid, len(values), 1) + whole.tobytes())
        holed = None in values
        header = _HEADER.pack(1, holed, cls.element_oid, len(values), 1)
        if not holed:
            whole = np.empty(len(values), cls.layout)
            whole["length"], whole["value"] = 8, values
            if cls.offset:
                whole["value"] -= cls.offset
            return cls(header + whole.tobytes())
        pack, offset = cls.element.pack, cls.offset
        elements = [_NULL if value is None else pack(8, value - offset) for value in values]
        return cls(header + b"".join(elements))


class Bigints(Column):
    """``bigint[]``."""

    element_oid, array_oid, element = 20, 1016, _BIGINT


class Doubles(Column):
    """``double precision[]``."""

    element_oid, array_oid, element = 701, 1022, _DOUBLE
    layout = np.dtype([("length", ">i4"), ("value", ">f8")])


class Times(Column):
    """``timestamptz[]``, from microseconds since 1970."""

    element_oid, array_oid, element, offset = 1184, 1185, _BIGINT, POSTGRES_EPOCH_US


class Texts(Column):
    """``text[]``, from UTF-8."""

    element_oid, array_oid = 25, 1009

    @classmethod
    def of(cls, values: Sequence[bytes | None]) -> Self:  # type: ignore[override]
        """The column of ``values``."""
        elements = [_NULL if value is None else _LENGTH.pack(len(value)) + value for value in values]
        header = _HEADER.pack(1, None in values, cls.element_oid, len(values), 1)
        return cls(header + b"".join(elements))


def reading_columns(connection: psycopg.AsyncConnection[Any]) -> psycopg.AsyncCursor[Any]:
    """A cursor that leaves arrays as they came, for ``integers_of``, ``numbers_of`` and ``times_of``."""
    cursor = connection.cursor(binary=True)
    for kind in (Bigints, Doubles, Times):
        cursor.adapters.register_loader(kind.array_oid, _AsItCame)
    return cursor


def integers_of(column: bytes) -> np.ndarray:
    """A ``bigint[]`` without NULL, as the database gave it."""
    return _values(column, Bigints)


def numbers_of(column: bytes) -> np.ndarray:
    """A ``double precision[]`` without NULL, as the database gave it."""
    return _values(column, Doubles)


def times_of(column: bytes) -> np.ndarray:
    """A ``timestamptz[]`` without NULL, as the database gave it: microseconds since 1970; ``-infinity`` is UNSET."""
    us = _values(column, Times)
    return np.where(us == UNSET, UNSET, us + POSTGRES_EPOCH_US)


def _values(column: bytes, kind: type[Column]) -> np.ndarray:
    if len(column) <= _HEADER.size:
        return np.empty(0, kind.layout["value"].newbyteorder("="))
    _, holed, element, count, _ = _HEADER.unpack_from(column)
    if holed or element != kind.element_oid:
        raise ValueError(f"an array of type {element} with{'' if holed else 'out'} NULL is no {kind.__name__}")
    values = np.frombuffer(column, kind.layout, count, _HEADER.size)["value"]
    return values.astype(values.dtype.newbyteorder("="))


class _AsItCame(Loader):
    format = Format.BINARY

    def load(self, data: Buffer) -> bytes:
        return bytes(data)


class _ColumnDumper(Dumper):
    format = Format.BINARY

    def dump(self, obj: Column) -> bytes:
        return obj.data


def register(connection: psycopg.AsyncConnection[object]) -> None:
    """Teach a connection to send columns."""
    for kind in (Bigints, Doubles, Times, Texts):
        dumper = type(f"{kind.__name__}Dumper", (_ColumnDumper,), {"oid": kind.array_oid})
        connection.adapters.register_dumper(kind, dumper)
