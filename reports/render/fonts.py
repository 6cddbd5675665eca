"""Type for paper: DejaVu where the system has it, for every Latin letter; else Vera, which reportlab brings along."""

from functools import cache
from pathlib import Path
from typing import Final

import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

PLAIN: Final = "Pantau"
BOLD: Final = "Pantau-Bold"
_VERA: Final = Path(reportlab.__file__).parent / "fonts"
_DEBIAN: Final = Path("/usr/share/fonts/truetype/dejavu")
_CHOICES: Final = (
    (_DEBIAN / "DejaVuSans.ttf", _DEBIAN / "DejaVuSans-Bold.ttf"),
    (_VERA / "Vera.ttf", _VERA / "VeraBd.ttf"),
)


@cache
def register() -> None:
    """Make PLAIN and BOLD known; once a process is enough."""
    plain, bold = next(pair for pair in _CHOICES if all(path.exists() for path in pair))
    pdfmetrics.registerFont(TTFont(PLAIN, str(plain)))
    pdfmetrics.registerFont(TTFont(BOLD, str(bold)))


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text is, in points."""
    return float(pdfmetrics.stringWidth(text, BOLD if bold else PLAIN, size))


def wrapped(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """The text in lines of at most ``room`` points; a word that is longer is cut."""
    if width(text, size, bold=bold) <= room:
        return [text]
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, size, bold=bold) <= room:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if lines[-1] and width(lines[-1] + letter, size, bold=bold) > room:
                lines.append("")
            lines[-1] += letter
    return lines
