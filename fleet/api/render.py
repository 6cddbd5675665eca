"""Rows of the database as the API answers them."""

from fleet import models
from fleet.api import schemas
from fleet.api.params import SeverityName
from fleet.detectors import state_bits
from fleet.events.kinds import EventKind
from fleet.events.labels import in_words
from fleet.history.proximity import NearbyVehicle
from fleet.models import TripKind, UnitStatus, VehicleKind
from fleet.pipeline import quality_flags
from fleet.pipeline.clock import moment
from fleet.trips.kinds import TripReason
from fleet.trips.labels import reasons
from fleet.vehicles.selectors import VehicleNow
from kit.severity import Severity

SEVERITIES = {severity: SeverityName(severity.name.lower()) for severity in Severity}


def ignition(state: int) -> bool | None:
    """On, off, or None where the device does not tell."""
    return bool(state & state_bits.IGNITION_ON) if state & state_bits.IGNITION_KNOWN else None


def vehicle(now: VehicleNow) -> schemas.Vehicle:
    """A vehicle with its latest position."""
    one = now.vehicle
    return schemas.Vehicle(
        id=one.pk,
        name=one.name,
        plate=one.plate,
        kind=VehicleKind(one.kind),
        agency_id=one.agency_id,
        agency=str(one.agency) if one.agency is not None else None,
        unit_status=UnitStatus(one.unit_status),
        active=one.active,
        latest=_latest(now),
    )


def _latest(now: VehicleNow) -> schemas.Latest | None:
    fix = now.latest
    if fix is None or fix.point is None or fix.fix_time is None:
        return None
    return schemas.Latest(
        fix_time=fix.fix_time,
        arrival=fix.arrival,
        lon=fix.point.x,
        lat=fix.point.y,
        speed_mps=fix.speed_mps,
        course_deg=fix.course_deg,
        accuracy_m=fix.accuracy_m,
        moving=bool(fix.state & state_bits.MOVING),
        ignition=ignition(fix.state),
        sos=bool(fix.state & state_bits.SOS),
    )


def position(row: models.Position) -> schemas.Position:
    """A stored position."""
    return schemas.Position(
        device_id=row.device_id,
        fix_time=row.fix_time,
        content=str(row.content),
        arrival=row.arrival,
        lon=row.point.x,
        lat=row.point.y,
        speed_mps=row.speed_mps,
        course_deg=row.course_deg,
        altitude_m=row.altitude_m,
        accuracy_m=row.accuracy_m,
        moving=bool(row.state & state_bits.MOVING),
        ignition=ignition(row.state),
        marks=[schemas.Mark(name) for name in quality_flags.names(row.marks)],
        attributes=row.attributes or {},
    )


def trip(row: models.Trip) -> schemas.Trip:
    """A part of a vehicle's history, explained."""
    return schemas.Trip(
        vehicle_id=row.vehicle_id,
        kind=TripKind(row.kind),
        start=row.start,
        end=row.end,
        open=row.open,
        start_lon=row.start_point.x,
        start_lat=row.start_point.y,
        start_place=row.start_place,
        end_lon=row.end_point.x,
        end_lat=row.end_point.y,
        end_place=row.end_place,
        begun_by=TripReason(row.begun_by),
        ended_by=TripReason(row.ended_by),
        positions=row.fixes,
        distance_m=row.distance_m,
        moving_s=row.moving_s,
        idle_s=row.idle_s,
        max_speed_mps=row.max_speed_mps,
        reasons=[
            schemas.Reason(of=str(one.of), time=one.at, lon=one.lon, lat=one.lat, text=one.text)
            for one in reasons(row.explanation)
        ],
    )


def event(row: models.VehicleEvent) -> schemas.Event:
    """An event, in words and in values."""
    return schemas.Event(
        id=row.pk,
        kind=EventKind(row.kind),
        severity=SEVERITIES[Severity(row.severity)],
        vehicle_id=row.vehicle_id,
        device_id=row.device_id,
        agency_id=row.agency_id,
        zone_id=row.zone_id,
        time=row.time,
        since=row.since,
        raised_at=row.raised_at,
        live=row.live,
        lon=row.point.x if row.point else None,
        lat=row.point.y if row.point else None,
        text=in_words(row),
        detail=row.detail,
        caused_by=[moment(cause[0]) for cause in row.causes],
    )


def driver(row: models.Driver) -> schemas.Driver:
    """A driver with the vehicle of now; without licence and telephone, which programs need not know."""
    now: list[models.DriverAssignment] = row.now  # type: ignore[attr-defined]
    return schemas.Driver(
        id=row.pk,
        name=row.name,
        agency_id=row.agency_id,
        active=row.active,
        vehicle_id=now[0].vehicle_id if now else None,
    )


def nearby(one: NearbyVehicle) -> schemas.Nearby:
    """Someone who was near."""
    return schemas.Nearby(
        device_id=one.device_id,
        vehicle_id=one.vehicle_id,
        fix_time=one.fix_time,
        lon=one.lon,
        lat=one.lat,
        speed_mps=one.speed_mps,
        course_deg=one.course_deg,
        distance_m=round(one.distance_m, 2),
    )
