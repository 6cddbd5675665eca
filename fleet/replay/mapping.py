"""Which column of a file says what."""

from collections.abc import Mapping, Sequence
from typing import Final

ROLES: Final[Mapping[str, Sequence[str]]] = {
    "id": ("id", "device_id", "deviceid", "vehicle_id", "unit_id", "imei", "vehicle", "unit", "device"),
    "lat": ("lat", "latitude", "y", "lintang"),
    "lon": ("lon", "lng", "longitude", "long", "x", "bujur"),
    "time": ("timestamp", "event_timestamp", "fix_time", "time", "datetime", "gps_time", "recorded_at", "waktu"),
    "speed": ("speed", "speed_mps", "velocity", "kecepatan"),
    "course": ("course", "bearing", "heading", "direction", "azimuth", "arah"),
    "altitude": ("altitude", "alt", "elevation"),
    "accuracy": ("accuracy", "acc", "hacc"),
}
"""Role -> column names by which it is recognised, the likeliest first."""
REQUIRED: Final = ("id", "lat", "lon", "time")


class BadColumns(ValueError):
    """The columns of the file cannot be matched with what a position needs."""


def match_columns(header: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
    """Role -> column of the file. ``given`` wins over what the names suggest. Raises BadColumns."""
    unknown = given.keys() - ROLES.keys()
    if unknown:
        raise BadColumns(f"there is no role {', '.join(sorted(unknown))}; roles are {', '.join(ROLES)}")
    absent = [column for column in given.values() if column not in header]
    if absent:
        raise BadColumns(f"the file has no column {', '.join(absent)}; it has {', '.join(header)}")
    by_name = {name.strip().lower(): name for name in reversed(header)}
    found = {role: next((by_name[name] for name in names if name in by_name), None) for role, names in ROLES.items()}
    columns = {role: column for role, column in {**found, **given}.items() if column is not None}
    missing = [role for role in REQUIRED if role not in columns]
    if missing:
        hint = " ".join(f"--column {role}=NAME" for role in missing)
        raise BadColumns(f"no column for {', '.join(missing)} among {', '.join(header)}; say which: {hint}")
    return columns
