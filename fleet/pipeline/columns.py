"""Whole columns as parameters: PostgreSQL's binary array format, written by numpy instead of value by value."""

from collections.abc import Sequence
from typing import ClassVar, Self

import numpy as np
import psycopg
from psycopg.adapt import Dumper
from psycopg.pq import Format

from fleet.pipeline.clock import POSTGRES_EPOCH_US

_ELEMENT_BYTES = 8


class Column:
    """One array of 8-byte values for ``unnest``. None is NULL."""

    element_oid: ClassVar[int]
    array_oid: ClassVar[int]
    number: ClassVar[str]
    offset: ClassVar[int] = 0

    __slots__ = ("data",)

    def __init__(self, data: bytes) -> None:
        self.data = data

    @classmethod
    def of(cls, values: Sequence[float | None]) -> Self:
        """The column of ``values``."""
        nulls = np.fromiter((value is None for value in values), np.bool_, len(values))
        elements = np.zeros(len(values), np.dtype([("length", ">i4"), ("value", f">{cls.number}")]))
        elements["length"] = np.where(nulls, -1, _ELEMENT_BYTES)
        elements["value"] = (
            np.array([cls.offset if value is None else value for value in values], cls.number) - cls.offset
        )
        header = np.array([1, int(nulls.any()), cls.element_oid, len(values), 1], ">i4").tobytes()
        octets = elements.view(np.uint8).reshape(len(values), 4 + _ELEMENT_BYTES)
        if not nulls.any():
            return cls(header + octets.tobytes())
        # A NULL is a length of -1 with nothing behind it.
        present = np.ones(octets.shape, np.bool_)
        present[nulls, 4:] = False
        return cls(header + octets[present].tobytes())


class Bigints(Column):
    """``bigint[]``."""

    element_oid, array_oid, number = 20, 1016, "i8"


class Doubles(Column):
    """``double precision[]``."""

    element_oid, array_oid, number = 701, 1022, "f8"


class Times(Column):
    """``timestamptz[]``, from microseconds since 1970."""

    element_oid, array_oid, number, offset = 1184, 1185, "i8", POSTGRES_EPOCH_US


class _ColumnDumper(Dumper):
    format = Format.BINARY

    def dump(self, obj: Column) -> bytes:
        return obj.data


def register(connection: psycopg.AsyncConnection[object]) -> None:
    """Teach a connection to send columns."""
    for kind in (Bigints, Doubles, Times):
        dumper = type(f"{kind.__name__}Dumper", (_ColumnDumper,), {"oid": kind.array_oid})
        connection.adapters.register_dumper(kind, dumper)
