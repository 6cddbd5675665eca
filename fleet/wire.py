"""A live position in the units of the wire, see docs/live-protocol.md."""

from live.frames import UNKNOWN


def wire_row(
    *,
    vehicle: int,
    agency: int,
    lon: float,
    lat: float,
    speed_mps: float | None,
    course_deg: float | None,
    fix_s: int,
    arrival_s: int,
    state: int,
    accuracy_m: float | None,
) -> tuple[int, ...]:
    """One row of ``live.frames.WIRE_POSITION``; times in Unix seconds."""
    return (
        vehicle,
        agency,
        round(lon * 1e7),
        round(lat * 1e7),
        _scaled(speed_mps, 100.0),
        _scaled(course_deg, 100.0),
        fix_s,
        arrival_s,
        state,
        _scaled(accuracy_m, 1.0),
    )


def _scaled(value: float | None, factor: float) -> int:
    return UNKNOWN if value is None else min(round(value * factor), UNKNOWN - 1)
