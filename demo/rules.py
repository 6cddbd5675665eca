"""What the demo's centre looks for in its fleet: groups of vehicles, and rules for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from demo.tables import VehicleRow, vehicles
from fleet.detectors.hours import WeeklyHours
from fleet.rules.kinds import RuleKind
from kit.severity import Severity

HEAVY, OFFICE, TOURISM = "Truk, bus dan alat berat", "Kendaraan jam kerja", "Jaga wisata"
_GUARDS = {"dinas-pariwisata", "dinas-perhubungan", "satpol-pp"}
_SIGHTS = {"gundaling", "sipiso-piso", "tongging", "semangat-gunung", "sigarang-garang"}
_VISITED = {
    "bukit-gundaling": "Bukit Gundaling",
    "air-terjun-sipiso-piso": "Air Terjun Sipiso-piso",
    "tongging": "Tongging",
    "lau-sidebuk-debuk": "Lau Sidebuk-debuk",
}
_NIGHT = WeeklyHours(days=(((0, 360), (1080, 1440)),) * 7)
_VISITORS = WeeklyHours.every(range(5, 7), 9 * 60, 15 * 60)


def groups() -> Mapping[str, tuple[VehicleRow, ...]]:
    """The groups of the centre, by name."""
    return {
        HEAVY: tuple(row for row in vehicles() if row.kind in {"truck", "bus", "excavator"}),
        OFFICE: tuple(row for row in vehicles() if row.habit == "office"),
        TOURISM: tuple(row for row in vehicles() if row.agency in _GUARDS and _SIGHTS & {*row.duty}),
    }


@dataclass(frozen=True, slots=True)
class DemoRule:
    """A rule; at most one of ``group``, ``agency`` (code) and ``device``. ``zone`` is the code of a demo zone."""

    kind: RuleKind
    name: str
    severity: Severity = Severity.WARNING
    settings: Mapping[str, Any] = field(default_factory=dict)
    zone: str = ""
    group: str = ""
    agency: str = ""
    device: str = ""


RULES: tuple[DemoRule, ...] = (
    *(
        DemoRule(RuleKind.GEOFENCE, f"Kunjungan petugas: {name}", Severity.NOTE, zone=zone, group=TOURISM)
        for zone, name in _VISITED.items()
    ),
    DemoRule(RuleKind.GEOFENCE, "BPBD keluar masuk KRB III", Severity.NOTE, zone="sinabung-krb-3", agency="bpbd"),
    DemoRule(
        RuleKind.ZONE_HOURS,
        "Petugas wisata tidak masuk KRB III",
        settings={"must_be": "outside"},
        zone="sinabung-krb-3",
        group=TOURISM,
    ),
    DemoRule(
        RuleKind.ZONE_HOURS,
        "KRB II kosong di malam hari",
        settings={"must_be": "outside", "hours": _NIGHT, "grace_minutes": 10},
        zone="sinabung-krb-2",
        agency="dinas-pertanian",
    ),
    DemoRule(
        RuleKind.ZONE_HOURS,
        "Akhir pekan berjaga di Sipiso-piso",
        settings={"must_be": "inside", "hours": _VISITORS, "grace_minutes": 45},
        zone="air-terjun-sipiso-piso",
        device="demo-053",
    ),
    DemoRule(
        RuleKind.DWELL,
        "Truk sampah lama di Bukit Gundaling",
        Severity.NOTE,
        {"minutes": 20},
        zone="bukit-gundaling",
        agency="dinas-lingkungan-hidup",
    ),
    DemoRule(RuleKind.OVERSPEED, "Batas 60 km/jam kendaraan berat", settings={"limit_kmh": 60}, group=HEAVY),
    DemoRule(
        RuleKind.OVERSPEED,
        "Batas 40 km/jam di Desa Lingga",
        Severity.NOTE,
        {"limit_kmh": 40, "seconds": 0},
        zone="desa-budaya-lingga",
    ),
    DemoRule(RuleKind.IDLING, "Mesin hidup lebih dari 10 menit", group=HEAVY),
    DemoRule(RuleKind.DUTY, "Jam kerja dan wilayah", settings={"outside_area": True}, group=OFFICE),
)
