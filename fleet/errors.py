"""What can go wrong with vehicles and devices, in words."""

from django.utils.translation import gettext_lazy as _

from people.errors import BadInput, Conflict, NotFound


class PlateTaken(Conflict):
    """Two vehicles with one plate."""

    code = "plate_taken"
    message = _("Another vehicle has this number plate.")


class IdentityTaken(Conflict):
    """Two devices with one identity."""

    code = "identity_taken"
    message = _("This device is registered already.")


class UnknownVehicle(NotFound):
    """No such vehicle, or not for this user."""

    code = "unknown_vehicle"
    message = _("There is no such vehicle.")


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


class BadParameter(BadInput):
    """A query parameter that is unknown, missing or cannot be read."""

    code = "bad_parameter"
    status = 400
