"""Groups of vehicles, and the rules that detectors follow."""

from demo.loading.people_seed import person
from demo.rules import RULES, DemoRule, groups
from demo.zones import all_zones
from fleet.models import DetectorRule, Vehicle, VehicleGroup
from fleet.rules.actions.save_rule import RuleDetails, save_rule
from fleet.vehicles.actions.save_group import GroupDetails, save_group
from layers.models import Zone
from people.models import Agency


def load_groups() -> int:
    """Make the centre's groups that are missing; returns how many."""
    supervisor = person("pengawas")
    known = set(VehicleGroup.objects.values_list("name", flat=True))
    missing = {name: rows for name, rows in groups().items() if name not in known}
    for name, rows in missing.items():
        members = Vehicle.objects.filter(devices__identity__in=[row.device for row in rows])
        save_group(supervisor, GroupDetails(name, None, list(members)))
    return len(missing)


def load_rules() -> int:
    """Write the rules that are missing; returns how many."""
    supervisor = person("pengawas")
    known = set(DetectorRule.objects.values_list("name", flat=True))
    missing = [rule for rule in RULES if rule.name not in known]
    for rule in missing:
        save_rule(supervisor, _details(rule))
    return len(missing)


def _details(rule: DemoRule) -> RuleDetails:
    names = {zone.code: zone.name for zone in all_zones()}
    return RuleDetails(
        kind=rule.kind,
        name=rule.name,
        severity=rule.severity,
        enabled=True,
        settings=dict(rule.settings),
        agency=Agency.objects.get(code=rule.agency) if rule.agency else None,
        group=VehicleGroup.objects.get(name=rule.group) if rule.group else None,
        vehicle=Vehicle.objects.get(devices__identity=rule.device) if rule.device else None,
        zone=Zone.objects.get(name=names[rule.zone]) if rule.zone else None,
    )
