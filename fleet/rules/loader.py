"""Reading zones and rules for the gateway. The ORM is used from a thread; the pipeline never waits for it."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

import shapely
from django.conf import settings
from django.db import connection
from shapely.geometry.base import BaseGeometry

from fleet.detectors.settings import SETTINGS
from fleet.models import DetectorRule, RuleKind, VehicleGroup
from fleet.rules.ruleset import Rule, Ruleset, zones_wanted
from fleet.rules.zones import ZoneIndex
from geo.models import Area
from layers.selectors import public_versions
from people.models import Agency

logger = logging.getLogger(__name__)
Signature = tuple[object, ...]


# Every row's stamp, not the newest one: a change that was written first and committed last is older than what was seen.
_SIGNATURE: Final = """
SELECT (SELECT md5(string_agg((id, updated_at, enabled)::text, ',' ORDER BY id)) FROM fleet_detectorrule),
       (SELECT md5(string_agg((id, shown_changed_at, published_id)::text, ',' ORDER BY id)) FROM layers_zone),
       (SELECT (count(*), max(id), sum(id))::text FROM fleet_vehiclegroup_vehicles),
       (SELECT md5(string_agg((id, area_code)::text, ',' ORDER BY id)) FROM people_agency)
"""


def signature() -> Signature:
    """Something that is another after every change of what ``load`` reads, but for the borders of areas."""
    with connection.cursor() as cursor:
        cursor.execute(_SIGNATURE)
        return tuple(cursor.fetchone())


def load(*, with_zones: bool = True) -> Ruleset:
    """Everything that detectors need, as it is now; without zones for those that look at no place."""
    rules = [rule for rule in map(read_rule, DetectorRule.objects.order_by("pk")) if rule is not None]
    return ruleset_of(rules, with_zones=with_zones)


def ruleset_of(rules: Sequence[Rule], *, with_zones: bool = True) -> Ruleset:
    """These rules with the zones, areas and groups that they ask about."""
    outlines: dict[int, BaseGeometry] = {}
    names: dict[int, str] = {}
    wanted = zones_wanted(rules) if with_zones else set()
    versions = public_versions() if wanted is None else public_versions().filter(zone_id__in=wanted)
    for version in versions.only("zone_id", "name", "geometry"):
        outlines[version.zone_id] = shapely.from_wkb(bytes(version.geometry.wkb))
        names[version.zone_id] = version.name
    for agency_id, name, outline in _areas(rules) if with_zones else ():
        outlines[-agency_id], names[-agency_id] = outline, name
    groups: dict[int, set[int]] = defaultdict(set)
    for group, vehicle in VehicleGroup.vehicles.through.objects.values_list("vehiclegroup_id", "vehicle_id"):
        groups[vehicle].add(group)
    frozen = {vehicle: frozenset(of) for vehicle, of in groups.items()}
    return Ruleset(rules, ZoneIndex(outlines), names, frozen, ZoneInfo(settings.TIME_ZONE))


def read_rule(row: DetectorRule) -> Rule | None:
    """A rule with its settings; one that cannot be read is left out and said, the others must not suffer."""
    try:
        kind = RuleKind(row.kind)
        checked = SETTINGS[kind].model_validate(row.settings)
    except ValueError as error:  # pydantic's, and that of a kind which this version does not know
        logger.error("rule %d (%s) is not applied: %s", row.pk, row.kind, error)
        return None
    return Rule(
        row.pk, kind, checked, row.severity, row.enabled, row.zone_id, row.agency_id, row.group_id, row.vehicle_id
    )


_AREA_RULES: Final = frozenset({RuleKind.DUTY})


def _areas(rules: Sequence[Rule]) -> list[tuple[int, str, BaseGeometry]]:
    """The area of each agency that has one, if any rule asks whether vehicles leave it."""
    if not any(rule.enabled and rule.kind in _AREA_RULES and rule.settings.outside_area for rule in rules):
        return []
    codes = dict(Agency.objects.exclude(area_code="").values_list("pk", "area_code"))
    areas = {area.code: area for area in Area.objects.filter(code__in=set(codes.values()))}
    return [
        (agency, areas[code].name, shapely.from_wkb(bytes(areas[code].geometry.wkb)))
        for agency, code in codes.items()
        if code in areas
    ]
