"""Reading pings from a CSV file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from fleet.protocols.osmand.flat import KNOT_MPS
from fleet.protocols.osmand.values import Unreadable, moment
from fleet.replay.mapping import BadColumns, match_columns
from kit.csv_reader import CsvRow, read_csv
from kit.errors import BadInput

SPEED_UNITS: Final[Mapping[str, float]] = {"m/s": 1.0, "km/h": 1 / 3.6, "knots": KNOT_MPS}
MAX_PINGS: Final = 2_000_000
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
    try:
        file = read_csv(path, most_rows=MAX_PINGS)
    except BadInput as error:
        raise BadColumns(str(error)) from error
    columns = match_columns(file.columns, given)
    pings = list(_pings(file.rows, columns, SPEED_UNITS[speed_unit]))
    if "id" not in given:
        _check_guess(pings, columns["id"])
    return sorted(pings, key=lambda ping: ping.at)


def _check_guess(pings: Sequence[Ping], column: str) -> None:
    """Raise BadColumns where the guessed column numbers the rows: every row would become a vehicle of its own."""
    if len(pings) > 1 and len({ping.identity for ping in pings}) == len(pings):
        raise BadColumns(
            f"the column {column} was taken for the device, and each of the {len(pings)} rows has another one; "
            f"say which column names the device: --column id=NAME (--column id={column} if this one does)"
        )


def _pings(rows: Iterable[CsvRow], columns: Mapping[str, str], mps: float) -> Iterable[Ping]:
    for entry in rows:
        line, row = entry.line, entry.values
        if entry.problem:
            raise BadRow(f"line {line}: {entry.problem}")
        identity, stamp = (row[columns["id"]] or "").strip(), row[columns["time"]]
        try:
            at = moment(stamp)
        except Unreadable as error:
            raise BadRow(f"line {line}: {error}") from error
        if not identity or at is None:
            raise BadRow(f"line {line}: a ping needs an identity and a time")
        fields = {"id": identity, "lat": row[columns["lat"]], "lon": row[columns["lon"]], "timestamp": stamp}
        if row.get(columns.get("speed", "")):
            fields["speed"] = repr(_number(row[columns["speed"]], line) * mps / KNOT_MPS)
        for role, name in _OPTIONAL.items():
            if row.get(columns.get(role, "")):
                fields[name] = row[columns[role]]
        yield Ping(identity, at.timestamp(), fields)


def _number(text: str, line: int) -> float:
    try:
        return float(text)
    except ValueError:
        raise BadRow(f"line {line}: the speed {text[:20]!r} is no number") from None
