"""Vehicles, the devices in them, and what the devices sent."""

from fleet.models.assignment import DeviceAssignment
from fleet.models.departed_fix import DepartedFix
from fleet.models.device import Device
from fleet.models.device_state import DeviceState
from fleet.models.drive_code import DriveCode
from fleet.models.driver import Driver
from fleet.models.driver_assignment import AssignmentSource, DriverAssignment
from fleet.models.event import MAX_NOTE, VehicleEvent
from fleet.models.group import VehicleGroup
from fleet.models.ingest_liveness import IngestLiveness
from fleet.models.legal_hold import MAX_REASON, LegalHold
from fleet.models.paper import PaperKind, VehiclePaper
from fleet.models.position import Position
from fleet.models.quarantine import Quarantine
from fleet.models.report_run import ReportRun
from fleet.models.report_schedule import ReportSchedule
from fleet.models.roster_entry import RosterEntry
from fleet.models.rule import DetectorRule
from fleet.models.share_link import MAX_SHARED, ShareLink
from fleet.models.silence import SilentDevice
from fleet.models.trip import Trip
from fleet.models.trip_build import TripBuild, TripWork
from fleet.models.vehicle import UnitStatus, Vehicle, VehicleKind
from fleet.rules.kinds import RuleKind
from fleet.trips.kinds import TripKind

__all__ = [
    "MAX_NOTE",
    "MAX_REASON",
    "MAX_SHARED",
    "AssignmentSource",
    "DepartedFix",
    "DetectorRule",
    "Device",
    "DeviceAssignment",
    "DeviceState",
    "DriveCode",
    "Driver",
    "DriverAssignment",
    "IngestLiveness",
    "LegalHold",
    "PaperKind",
    "Position",
    "Quarantine",
    "ReportRun",
    "ReportSchedule",
    "RosterEntry",
    "RuleKind",
    "ShareLink",
    "SilentDevice",
    "Trip",
    "TripBuild",
    "TripKind",
    "TripWork",
    "UnitStatus",
    "Vehicle",
    "VehicleEvent",
    "VehicleGroup",
    "VehicleKind",
    "VehiclePaper",
]
