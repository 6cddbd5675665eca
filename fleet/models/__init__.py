"""Vehicles, the devices in them, and what the devices sent."""

from fleet.models.assignment import DeviceAssignment
from fleet.models.departed_fix import DepartedFix
from fleet.models.device import Device
from fleet.models.device_state import DeviceState
from fleet.models.event import VehicleEvent
from fleet.models.group import VehicleGroup
from fleet.models.paper import PaperKind, VehiclePaper
from fleet.models.position import Position
from fleet.models.quarantine import Quarantine
from fleet.models.rule import DetectorRule, RuleKind
from fleet.models.trip import Trip, TripKind
from fleet.models.vehicle import UnitStatus, Vehicle, VehicleKind

__all__ = [
    "DepartedFix",
    "DetectorRule",
    "Device",
    "DeviceAssignment",
    "DeviceState",
    "PaperKind",
    "Position",
    "Quarantine",
    "RuleKind",
    "Trip",
    "TripKind",
    "UnitStatus",
    "Vehicle",
    "VehicleEvent",
    "VehicleGroup",
    "VehicleKind",
    "VehiclePaper",
]
