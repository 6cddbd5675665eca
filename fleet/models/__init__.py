"""Vehicles, the devices in them, and what the devices sent."""

from fleet.models.assignment import DeviceAssignment
from fleet.models.departed_fix import DepartedFix
from fleet.models.device import Device
from fleet.models.device_state import DeviceState
from fleet.models.position import Position
from fleet.models.quarantine import Quarantine
from fleet.models.vehicle import UnitStatus, Vehicle, VehicleKind

__all__ = [
    "DepartedFix",
    "Device",
    "DeviceAssignment",
    "DeviceState",
    "Position",
    "Quarantine",
    "UnitStatus",
    "Vehicle",
    "VehicleKind",
]
