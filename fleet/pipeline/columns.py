"""Whole columns as parameters: PostgreSQL's binary array format, a tenth of what psycopg's lists cost."""

import struct
from collections.abc import Sequence
from typing import Any, ClassVar, Self

import numpy as np
import psycopg
from psycopg.adapt import Dumper
from psycopg.pq import Format
from psycopg.types.numeric import Int8BinaryLoader

from fleet.pipeline.clock import POSTGRES_EPOCH_US

_HEADER = struct.Struct(">5i")
_BIGINT = struct.Struct(">iq")
_DOUBLE = struct.Struct(">id")
_LENGTH = struct.Struct(">i")
# A NULL is a length of -1 with nothing behind it.
_NULL = b"\xff\xff\xff\xff"


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
    def of(cls, values: Sequence[float | None]) -> Self:
        """The column of ``values``."""
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


def reading_microseconds(connection: psycopg.AsyncConnection[Any]) -> psycopg.AsyncCursor[Any]:
    """A cursor that reads binary, and times as microseconds since 2000 (``since_1970`` turns them).

    On the wire they are 8-byte integers, and psycopg reads those in C. Infinite ones are not looked for.
    """
    cursor = connection.cursor(binary=True)
    cursor.adapters.register_loader("timestamptz", Int8BinaryLoader)
    return cursor


def since_1970(us: int | None) -> int | None:
    """Microseconds since 1970 from those since 2000."""
    return None if us is None else us + POSTGRES_EPOCH_US


class _ColumnDumper(Dumper):
    format = Format.BINARY

    def dump(self, obj: Column) -> bytes:
        return obj.data


def register(connection: psycopg.AsyncConnection[object]) -> None:
    """Teach a connection to send columns."""
    for kind in (Bigints, Doubles, Times, Texts):
        dumper = type(f"{kind.__name__}Dumper", (_ColumnDumper,), {"oid": kind.array_oid})
        connection.adapters.register_dumper(kind, dumper)
