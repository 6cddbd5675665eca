"""What a report is made of, one noun a module."""

from incidents.models.category import Category, ReportClass
from incidents.models.field_change import CorrectedField, FieldChange
from incidents.models.follow_up import FollowUp
from incidents.models.held_photo import HeldPhoto
from incidents.models.photo import Photo
from incidents.models.public_figures import PublicFigures
from incidents.models.report import Channel, Priority, Report
from incidents.models.reporter import Reporter
from incidents.models.routing_rule import RoutingRule
from incidents.models.status import Status
from incidents.models.surge_mode import SurgeMode
from incidents.models.transition import Transition

__all__ = [
    "Category",
    "Channel",
    "CorrectedField",
    "FieldChange",
    "FollowUp",
    "HeldPhoto",
    "Photo",
    "Priority",
    "PublicFigures",
    "Report",
    "ReportClass",
    "Reporter",
    "RoutingRule",
    "Status",
    "SurgeMode",
    "Transition",
]
