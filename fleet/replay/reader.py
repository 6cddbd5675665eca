"""Reading pings from a CSV file."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from fleet.protocols.osmand.flat import KNOT_MPS
from fleet.protocols.osmand.values import Unreadable, moment
from fleet.replay.mapping import match_columns

SPEED_UNITS: Final[Mapping[str, float]] = {"m/s": 1.0, "km/h": 1 / 3.6, "knots": KNOT_MPS}
_OPTIONAL: Final = {"course": "bearing", "altitude": "altitude", "accuracy": "accuracy"}


class BadRow(ValueError):
    """A row without a usable identity or time; the message names its line."""


@dataclass(frozen=True, slots=True)
class Ping:
    """One recorded position; ``at`` in Unix seconds. ``fields`` go out as they stand in the file."""

    identity: str
    at: float
    fields: Mapping[str, str]

    def query(self, shift_s: float = 0.0) -> str:
        """The query string of Traccar Client, with the time moved by ``shift_s``; speed in knots, to the last digit."""
        fields = dict(self.fields)
        if shift_s:
            fields["timestamp"] = datetime.fromtimestamp(self.at + shift_s, UTC).isoformat()
        return urlencode(fields)


def read_pings(path: Path, given: Mapping[str, str], speed_unit: str = "m/s") -> list[Ping]:
    """The pings of a file with a header line, in the order of their time. Raises BadColumns, BadRow, OSError."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        columns = match_columns(list(reader.fieldnames or ()), given)
        pings = list(_pings(reader, columns, SPEED_UNITS[speed_unit]))
    return sorted(pings, key=lambda ping: ping.at)


def _pings(rows: Iterable[dict[str, str]], columns: Mapping[str, str], mps: float) -> Iterable[Ping]:
    for line, row in enumerate(rows, start=2):
        identity, stamp = (row[columns["id"]] or "").strip(), row[columns["time"]]
        try:
            at = moment(stamp)
        except Unreadable as error:
            raise BadRow(f"line {line}: {error}") from error
        if not identity or at is None:
            raise BadRow(f"line {line}: a ping needs an identity and a time")
        fields = {"id": identity, "lat": row[columns["lat"]], "lon": row[columns["lon"]], "timestamp": stamp}
        if row.get(columns.get("speed", "")):
            fields["speed"] = repr(float(row[columns["speed"]]) * mps / KNOT_MPS)
        for role, name in _OPTIONAL.items():
            if row.get(columns.get(role, "")):
                fields[name] = row[columns[role]]
        yield Ping(identity, at.timestamp(), fields)
