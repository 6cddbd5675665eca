"""What a complaint is made of, one noun a module."""

from complaints.models.category import Category, ComplaintClass
from complaints.models.complaint import Channel, Complaint, Priority
from complaints.models.field_change import CorrectedField, FieldChange
from complaints.models.follow_up import FollowUp
from complaints.models.held_photo import HeldPhoto
from complaints.models.photo import Photo
from complaints.models.public_figures import PublicFigures
from complaints.models.reporter import Reporter
from complaints.models.routing_rule import RoutingRule
from complaints.models.status import Status
from complaints.models.surge_mode import SurgeMode
from complaints.models.transition import Transition

__all__ = [
    "Category",
    "Channel",
    "Complaint",
    "ComplaintClass",
    "CorrectedField",
    "FieldChange",
    "FollowUp",
    "HeldPhoto",
    "Photo",
    "Priority",
    "PublicFigures",
    "Reporter",
    "RoutingRule",
    "Status",
    "SurgeMode",
    "Transition",
]
