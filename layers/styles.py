"""How zones are drawn: colour says how dangerous, pattern says what kind, so that neither is needed alone.

The colours are Okabe and Ito's, tuned for the dark ground.
"""

from dataclasses import dataclass
from typing import Final

from layers.models.kinds import Kind

PATTERNS: Final = ("plain", "hatch", "cross", "dots", "waves", "rings")


@dataclass(frozen=True, slots=True)
class Style:
    """``color`` is #rrggbb, ``fill_opacity`` 0..1, ``pattern`` one of PATTERNS."""

    color: str
    fill_opacity: float
    pattern: str


_LEVEL_COLOR: Final = {1: "#f0e442", 2: "#e69f00", 3: "#ff6a3d"}
_LEVEL_OPACITY: Final = {1: 0.12, 2: 0.18, 3: 0.26}
_KIND: Final = {
    Kind.VOLCANO: Style("#ff6a3d", 0.20, "plain"),
    Kind.EARTHQUAKE: Style("#cc79a7", 0.16, "rings"),
    Kind.FLOOD: Style("#56b4e9", 0.20, "waves"),
    Kind.LANDSLIDE: Style("#e69f00", 0.18, "hatch"),
    Kind.FOREST_FIRE: Style("#ff6a3d", 0.18, "dots"),
    Kind.WHIRLWIND: Style("#cc79a7", 0.14, "hatch"),
    Kind.TSUNAMI: Style("#56b4e9", 0.24, "cross"),
    Kind.SITE: Style("#2ec4a0", 0.20, "plain"),
    Kind.AREA: Style("#9aa4b2", 0.14, "plain"),
}


def style_of(kind: str, level: int | None) -> Style:
    """The style that the table gives to a kind, coloured by the level where there is one."""
    base = _KIND[Kind(kind)]
    if level is None:
        return base
    return Style(_LEVEL_COLOR[level], _LEVEL_OPACITY[level], base.pattern)
