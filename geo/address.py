"""The parts of an address as people write it in Indonesia: "Jl. Jamin Ginting, Ds. Lingga, Kec. Simpang Empat"."""

import re
from dataclasses import dataclass
from typing import Final

from geo.names import fold

MAX_PARTS: Final = 5
_VILLAGE: Final = ("village",)
# Abbreviations as `fold` leaves them, and the kinds of place that they announce.
_ANNOUNCES: Final[dict[str, tuple[str, ...]]] = {
    "jl": ("road",), "jln": ("road",), "jalan": ("road",), "gg": ("road",), "gang": ("road",),
    "ds": _VILLAGE, "desa": _VILLAGE, "kel": _VILLAGE, "kelurahan": _VILLAGE,
    "kec": ("district",), "kecamatan": ("district",),
    "kab": ("regency",), "kabupaten": ("regency",), "kota": ("regency",),
    "prov": ("province",), "propinsi": ("province",), "provinsi": ("province",),
}  # fmt: skip
_ROAD_WORDS: Final = {"jl": "jalan", "jln": "jalan", "jalan": "jalan", "gg": "gang", "gang": "gang"}
_NEIGHBOURHOOD: Final = re.compile(r"\b(?:rt|rw)\b[\s./:-]*\d{0,3}(?:\s*/\s*\d{1,3})?", re.IGNORECASE)
# A part may begin without a comma before it, where its abbreviation says so.
_BEGINS: Final = re.compile(
    r"(?<!^)(?<![,\s])\s+(?=(?:ds|desa|kel|kelurahan|kec|kecamatan|kab|kabupaten|prov|propinsi|provinsi)\b\.?\s)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class AddressPart:
    """``names`` are the folded spellings to search for, the likeliest first; ``kinds`` what the part says it is."""

    names: tuple[str, ...]
    kinds: tuple[str, ...] = ()


def read_address(text: str) -> list[AddressPart]:
    """The parts that can be searched for, at most five, in the order in which they stand; RT and RW are left out."""
    plain = _BEGINS.sub(", ", _NEIGHBOURHOOD.sub(" ", text))
    parts = [part for piece in plain.split(",") if (part := _part(fold(piece))) is not None]
    return parts[:MAX_PARTS]


def _part(name: str) -> AddressPart | None:
    if not name:
        return None
    first, _, rest = name.partition(" ")
    if first not in _ANNOUNCES or not rest:
        return AddressPart((name,))
    if first in _ROAD_WORDS:
        return AddressPart((f"{_ROAD_WORDS[first]} {rest}", rest), _ANNOUNCES[first])
    # "Kota" may belong to the name, and "Desa Baru" may be called so.
    spelled = (name, rest) if first in {"kota", "desa", "kelurahan"} else (rest,)
    return AddressPart(spelled, _ANNOUNCES[first])
