"""The demo's hazard and tourism zones. The volcano's are measured on the ellipsoid from the published radii and
sectors.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from shapely.geometry import LineString, Polygon

from demo.tables import hazards, sites
from geo.measure import circle, sector
from geo.projection import WGS84, local_metric_crs, reproject

SINABUNG = (98.392, 3.170)
RINGS_KM = {3: 3.0, 2: 5.0, 1: 7.0}
"""Radius by level: KRB III, II and I."""

SOURCE = "Demo; jari-jari: PVMBG, geometri: turunan, bukan resmi"
_RECOMMENDED_FROM = "2021-01-20T00:00:00+07:00"
_ROMAN = {1: "I", 2: "II", 3: "III"}


@dataclass(frozen=True, slots=True)
class DemoZone:
    """A zone to be drawn and published."""

    code: str
    name: str
    name_en: str
    purpose: Literal["hazard", "tourism"]
    kind: str
    level: int | None
    description: str
    shape: Polygon
    valid_from: str | None = None
    pattern: str = ""


@cache
def all_zones() -> tuple[DemoZone, ...]:
    """Every zone of the demo region."""
    return (*_rings(), *_sectors(), *_stretches(), *_sites())


def _rings() -> list[DemoZone]:
    """KRB III is the inner disc, II and I are rings around it: a point lies in one of them."""
    found = []
    inner: Polygon | None = None
    for level, radius_km in RINGS_KM.items():
        disc = circle(*SINABUNG, radius_km * 1000)
        holes = [list(reversed(inner.exterior.coords))] if inner is not None else []
        found.append(
            DemoZone(
                f"sinabung-krb-{level}",
                f"KRB {_ROMAN[level]} Gunung Sinabung ({radius_km:.0f} km)",
                f"Mount Sinabung hazard zone {_ROMAN[level]} ({radius_km:.0f} km)",
                "hazard",
                "volcano",
                level,
                _KRB_TEXT[level],
                Polygon(disc.exterior.coords, holes),
            )
        )
        inner = disc
    return found


_KRB_TEXT = {
    3: "Tidak boleh ada kegiatan: lontaran batu pijar, awan panas, aliran dan guguran lava, gas beracun.",
    2: "Berpotensi terlanda awan panas, guguran lava, lontaran batu 2 sampai 6 cm, hujan abu lebat dan lahar.",
    1: "Berpotensi terlanda lahar dan hujan abu, serta lontaran batu sampai 2 cm.",
}


def _sectors() -> list[DemoZone]:
    """The sectors of the recommendation of 20 January 2021: 5 km from south to east, 4 km from east to north."""
    southeast = ("tenggara", "Sektor selatan–timur 5 km", "South to east sector 5 km", 5000.0, 90.0, 180.0)
    northeast = ("timur-laut", "Sektor timur–utara 4 km", "East to north sector 4 km", 4000.0, 0.0, 90.0)
    return [
        DemoZone(
            f"sinabung-sektor-{code}",
            f"Rekomendasi Sinabung: {name}",
            f"Sinabung recommendation: {name_en}",
            "hazard",
            "volcano",
            3,
            "Rekomendasi 20 Januari 2021: masyarakat dan wisatawan tidak melakukan kegiatan di sektor ini.",
            sector(*SINABUNG, radius_m, from_deg, to_deg),
            _RECOMMENDED_FROM,
            "hatch",
        )
        for code, name, name_en, radius_m, from_deg, to_deg in (southeast, northeast)
    ]


def _stretches() -> list[DemoZone]:
    return [
        DemoZone(
            code=row.code,
            name=row.name,
            name_en=row.name_en,
            purpose="hazard",
            kind=row.kind,
            level=row.level,
            description=row.description,
            shape=_strip(row.points, row.width_m),
        )
        for row in hazards()
    ]


def _strip(points: list[tuple[float, float]], width_m: float) -> Polygon:
    """All ground within half the width of the line."""
    metric = local_metric_crs(*points[0])
    strip = reproject(LineString(points), WGS84, metric).buffer(width_m / 2, quad_segs=4)
    if not isinstance(strip, Polygon):
        raise ValueError("the line is not in one piece")
    return reproject(strip, metric, WGS84)


def _sites() -> list[DemoZone]:
    return [
        DemoZone(
            code=row.code,
            name=row.name,
            name_en=row.name_en,
            purpose="tourism",
            kind="site",
            level=None,
            description="",
            shape=circle(row.lon, row.lat, row.radius_m, 48),
        )
        for row in sites()
    ]
