"""The rules that reach each vehicle."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Any, Final, Protocol

from shapely.geometry.base import BaseGeometry

from fleet.detectors import overspeed
from fleet.detectors.base import Applied, VehicleRules
from fleet.detectors.settings import ABOUT_ZONES, SETTINGS, WITHOUT_A_RULE
from fleet.rules.kinds import RuleKind
from fleet.rules.zones import ZoneIndex
from kit.severity import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it was read: its settings checked, its reach as ids."""

    rule_id: int
    kind: RuleKind
    settings: Any
    severity: int
    enabled: bool = True
    zone_id: int | None = None
    agency_id: int | None = None
    group_id: int | None = None
    vehicle_id: int | None = None

    @property
    def breadth(self) -> int:
        """0 for one vehicle, 3 for all."""
        if self.vehicle_id is not None:
            return 0
        if self.group_id is not None:
            return 1
        return 2 if self.agency_id is not None else 3


class Watch(Protocol):
    """What the detecting step asks."""

    @property
    def zones(self) -> ZoneIndex:
        """The outlines of all zones that a rule may be about."""

    def rules_of(self, vehicle_id: int, agency_id: int) -> VehicleRules | None:
        """What is looked for in a vehicle's fixes; None: nothing at all."""


@dataclass(slots=True)
class Ruleset:
    """All rules at one moment. Immutable but for what it has worked out already."""

    rules: Sequence[Rule]
    zones: ZoneIndex
    names: Mapping[int, str]
    groups: Mapping[int, frozenset[int]] = field(default_factory=dict)
    """The groups that each vehicle is in."""
    zone: tzinfo = UTC
    _known: dict[tuple[int, int, frozenset[int] | None], VehicleRules] = field(default_factory=dict)
    _named: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        self._named = frozenset(rule.vehicle_id for rule in self.rules if rule.vehicle_id is not None)

    def rules_of(self, vehicle_id: int, agency_id: int) -> VehicleRules:
        """The rules of one vehicle, worked out once."""
        # Most vehicles have no rule of their own, and share theirs with their agency and groups.
        key = (vehicle_id if vehicle_id in self._named else 0, agency_id, self.groups.get(vehicle_id))
        if key not in self._known:
            self._known[key] = self._compiled(vehicle_id, agency_id)
        return self._known[key]

    def _compiled(self, vehicle_id: int, agency_id: int) -> VehicleRules:
        reaching = sorted(
            (rule for rule in self.rules if self._reaches(rule, vehicle_id, agency_id)),
            key=lambda rule: (rule.breadth, rule.rule_id),
        )
        by_kind = {kind: _applied(kind, [rule for rule in reaching if rule.kind == kind]) for kind in RuleKind}
        harsh = by_kind[RuleKind.HARSH]
        floor = float("inf")
        if harsh and harsh[0].settings.computed:
            floor = min(harsh[0].settings.braking_mps2, harsh[0].settings.acceleration_mps2)
        return VehicleRules(
            by_kind,
            self.zone,
            agency_id,
            speed_floors_mps=overspeed.floors_mps(by_kind[RuleKind.OVERSPEED]),
            harsh_floor_mps2=floor,
            names=self.names,
        )

    def _reaches(self, rule: Rule, vehicle_id: int, agency_id: int) -> bool:
        if rule.vehicle_id is not None:
            return rule.vehicle_id == vehicle_id
        if rule.group_id is not None:
            return rule.group_id in self.groups.get(vehicle_id, ())
        return rule.agency_id in {None, agency_id}


def _applied(kind: RuleKind, reaching: Sequence[Rule]) -> tuple[Applied, ...]:
    """Rules about zones all count; of the rest the narrowest, which may say that nothing is looked for."""
    general = [
        rule for rule in reaching if kind not in ABOUT_ZONES or (kind == RuleKind.OVERSPEED and not rule.zone_id)
    ]
    local = [rule for rule in reaching if kind in ABOUT_ZONES and rule.enabled and rule not in general]
    found = [_as_applied(rule) for rule in local]
    if general:
        found += [_as_applied(general[0])] if general[0].enabled else []
    elif kind in WITHOUT_A_RULE:
        found.append(Applied(0, None, SETTINGS[kind](), Severity.WARNING))
    return tuple(found)


def _as_applied(rule: Rule) -> Applied:
    return Applied(rule.rule_id, rule.zone_id, rule.settings, rule.severity)


def zones_wanted(rules: Iterable[Rule]) -> set[int] | None:
    """The zones that rules are about; None: every published one."""
    wanted: set[int] = set()
    for rule in rules:
        if not rule.enabled or rule.kind not in ABOUT_ZONES:
            continue
        if rule.zone_id is not None:
            wanted.add(rule.zone_id)
        elif rule.kind in {RuleKind.GEOFENCE, RuleKind.DWELL}:
            return None
    return wanted


class _Nobody:
    """Looks for nothing."""

    zones = ZoneIndex(dict[int, BaseGeometry]())

    def rules_of(self, vehicle_id: int, agency_id: int) -> VehicleRules | None:
        """Nothing at all."""
        return None


NOBODY_WATCHES: Final[Watch] = _Nobody()
