"""Rules that a user may see."""

from django.db.models import Q, QuerySet

from fleet.models import (
    DetectorRule,
    Vehicle,
    VehicleGroup,
)
from kit.errors import NotFound
from people.access import Verb, require, which
from people.access.policy import Actor


def rules_for(user: Actor) -> QuerySet[DetectorRule]:
    """The rules that reach a vehicle of the user's, those for everyone among them. Raises Denied."""
    require(user, Verb.RULE_VIEW)
    everyone = Q(agency=None, group=None, vehicle=None)
    own = which(user, Verb.RULE_VIEW, DetectorRule.objects.all()).values("pk")
    vehicles = which(user, Verb.RULE_VIEW, Vehicle.objects.all()).values("pk")
    groups = which(user, Verb.RULE_VIEW, VehicleGroup.objects.all()).values("pk")
    reached = everyone | Q(pk__in=own) | Q(vehicle__in=vehicles) | Q(group__in=groups)
    return DetectorRule.objects.filter(reached).select_related("agency", "group", "vehicle", "zone")


def rule_for(user: Actor, rule_id: int) -> DetectorRule:
    """One rule. Raises Denied, NotFound."""
    rule = rules_for(user).filter(pk=rule_id).first()
    if rule is None:
        raise NotFound
    return rule
