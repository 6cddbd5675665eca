"""What can go wrong with vehicles and devices, in words."""

from django.utils.translation import gettext_lazy as _

from kit.errors import AppError, BadInput, Conflict, NotFound, TooManyRequests


class PlateTaken(Conflict):
    """Two vehicles with one plate."""

    code = "plate_taken"
    message = _("Another vehicle has this number plate.")


class VehicleChanged(Conflict):
    """Somebody saved the vehicle between the look and the click."""

    code = "vehicle_changed"
    message = _("Somebody else has changed this vehicle since you opened the form. Compare, then save again.")


class IdentityTaken(Conflict):
    """Two devices with one identity."""

    code = "identity_taken"
    message = _("This device is registered already.")


class UnknownVehicle(NotFound):
    """No such vehicle, or not for this user."""

    code = "unknown_vehicle"
    message = _("There is no such vehicle.")


class UnknownAgency(NotFound):
    """No such agency, or nothing of it is for this user."""

    code = "unknown_agency"
    message = _("There is no agency with this number. Vehicles and drivers name theirs in agency_id.")


class UnknownEvent(NotFound):
    """No such alarm."""

    code = "unknown_event"
    message = _("There is no such alarm.")


class UnknownDevice(NotFound):
    """No such device."""

    code = "unknown_device"
    message = _("There is no such device.")


class DeviceMoved(Conflict):
    """Somebody else moved the device between the look and the click."""

    code = "device_moved"
    message = _("This device has been moved in the meantime. Look again where it is, then decide.")


class BadIdentity(BadInput):
    """An identity that no device can have."""

    code = "bad_identity"
    message = _("A device's identity has 1 to 128 characters, all of them visible.")


class NeverSent(Conflict):
    """A claim of a device that nothing waits of."""

    code = "never_sent"
    message = _(
        "Nothing waits of a device with this identity. To enter one that has not sent yet, register it on its "
        "vehicle's page."
    )


class NotLoggedIn(AppError):
    """Neither a session nor a key."""

    code = "not_logged_in"
    status = 401
    message = _("Log in, or send a key: Authorization: Bearer …")


class UnknownDriver(NotFound):
    """No such driver, or not for this user."""

    code = "unknown_driver"
    message = _("There is no such driver.")


class DriverChanged(Conflict):
    """An assignment that ended, or a driver that changed, between the look and the click."""

    code = "driver_changed"
    message = _("Who drives this vehicle has changed in the meantime. Look again, then decide.")


class DutyOverlaps(Conflict):
    """The vehicle or the driver is planned for something else at that time."""

    code = "duty_overlaps"
    message = _("The vehicle or the driver has another duty at that time.")


class UnknownDuty(NotFound):
    """No such entry of the roster."""

    code = "unknown_duty"
    message = _("There is no such duty in the roster; perhaps somebody has cancelled it.")


class CodeNotValid(NotFound):
    """A drive code that was replaced or never made."""

    code = "code_not_valid"
    message = _("This code is not valid any more. Ask the centre for the vehicle's new one.")


class HoldReleased(NotFound):
    """A hold that was released already, or never was."""

    code = "hold_released"
    message = _("This hold has been released in the meantime.")


class LinkOver(AppError):
    """A share link that ran out, was revoked, or never was: which of them is nobody's business."""

    code = "link_over"
    status = 410
    message = _("This link is not valid any more.")


class TooManyViews(TooManyRequests):
    """More looks at shared vehicles from one address than people need."""

    code = "too_many_views"
    message = _("Too many requests. The page goes on by itself in a moment.")
