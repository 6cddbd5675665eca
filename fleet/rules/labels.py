"""What the settings of the detectors are called on the pages of the rules."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fleet.rules.kinds import RuleKind

LABELS: Final[dict[tuple[RuleKind, str], str | Promise]] = {
    (RuleKind.GEOFENCE, "enter"): _("Say when it enters"),
    (RuleKind.GEOFENCE, "leave"): _("Say when it leaves"),
    (RuleKind.GEOFENCE, "cross"): _("Say when it crosses between two positions"),
    (RuleKind.ZONE_HOURS, "must_be"): _("The vehicle must be"),
    (RuleKind.ZONE_HOURS, "hours"): _("In these hours"),
    (RuleKind.ZONE_HOURS, "grace_minutes"): _("Grace (minutes)"),
    (RuleKind.DWELL, "minutes"): _("Inside for longer than (minutes)"),
    (RuleKind.OVERSPEED, "limit_kmh"): _("Limit (km/h)"),
    (RuleKind.OVERSPEED, "seconds"): _("For at least (seconds)"),
    (RuleKind.HARSH, "braking_mps2"): _("Braking from (m/s²)"),
    (RuleKind.HARSH, "acceleration_mps2"): _("Acceleration from (m/s²)"),
    (RuleKind.HARSH, "computed"): _("Also compute it from the speeds of two positions"),
    (RuleKind.HARSH, "interval_s"): _("Positions at most so far apart (seconds)"),
    (RuleKind.IGNITION, "on"): _("Note when it is switched on"),
    (RuleKind.IGNITION, "off"): _("Note when it is switched off"),
    (RuleKind.IDLING, "minutes"): _("Engine on without moving for (minutes)"),
    (RuleKind.TOWING, "seconds"): _("Moving with the ignition off for (seconds)"),
    (RuleKind.TOWING, "metres"): _("And at least so far (metres)"),
    (RuleKind.SILENCE, "driving_minutes"): _("Silent while driving for (minutes)"),
    (RuleKind.SILENCE, "parked_minutes"): _("Silent while parked for (minutes)"),
    (RuleKind.SILENCE, "no_fix_minutes"): _("Heard without a position for (minutes)"),
    (RuleKind.SILENCE, "stuck_minutes"): _("Moving at one and the same place for (minutes)"),
    (RuleKind.SILENCE, "heard_minutes"): _("Heard again after hearing it for (minutes)"),
    (RuleKind.DUTY, "hours"): _("May be driven in these hours"),
    (RuleKind.DUTY, "outside_hours"): _("Say when it is used outside these hours"),
    (RuleKind.DUTY, "weekend"): _("Say when it is used on a day without hours (weekend)"),
    (RuleKind.DUTY, "outside_area"): _("Say when it leaves the agency's area"),
    (RuleKind.DUTY, "minutes"): _("For at least (minutes)"),
    (RuleKind.DRIVER_HOURS, "continuous_hours"): _("Driving without a rest, at most (hours)"),
    (RuleKind.DRIVER_HOURS, "rest_minutes"): _("A rest lasts at least (minutes)"),
    (RuleKind.DRIVER_HOURS, "daily_hours"): _("Driving in a day, at most (hours)"),
    (RuleKind.PAPERS, "days_before"): _("Days before it runs out, with commas"),
}
CHOICES: Final[dict[str, str | Promise]] = {"inside": _("inside the zone"), "outside": _("outside the zone")}


def label_of(kind: RuleKind, name: str) -> str:
    """What a setting is called; one without words by its name, so that it can be set at all."""
    return str(LABELS.get((kind, name), name.replace("_", " ")))


def choice_of(value: str) -> str:
    """What a choice is called."""
    return str(CHOICES.get(value, value))
