"""What a sensor can have measured at all. Values outside are unknown, not measurements."""

import math

MAX_SPEED_MPS = 447.0
MIN_ALTITUDE_M = -12_262.0
MAX_ALTITUDE_M = 18_000.0


def speed(mps: float | None) -> float | None:
    """Metres a second; negative (how phones say "unknown") and more than 869 knots are unknown."""
    return mps if mps is not None and 0.0 <= mps <= MAX_SPEED_MPS else None


def course(degrees: float | None) -> float | None:
    """Degrees clockwise from north, 0 <= course < 360; negative is unknown."""
    return degrees % 360.0 if degrees is not None and 0.0 <= degrees <= 720.0 else None


def altitude(metres: float | None) -> float | None:
    """Metres above sea level, from the deepest ditch to the highest flight of a civil receiver."""
    return metres if metres is not None and MIN_ALTITUDE_M <= metres <= MAX_ALTITUDE_M else None


def accuracy(metres: float | None) -> float | None:
    """Metres; negative is unknown, and more than the earth is round is no accuracy."""
    return metres if metres is not None and 0.0 <= metres <= 4e7 else None


def percent(value: float | None) -> float | None:
    """0 to 100."""
    return value if value is not None and 0.0 <= value <= 100.0 else None


def finite(value: float) -> bool:
    """Whether a number can be a coordinate or a reading at all."""
    return math.isfinite(value)
