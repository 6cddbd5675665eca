"""What the codes of the audit trail are called on screen; the trail itself and its CSV keep the codes."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTION_NAMES: Final[dict[str, str | Promise]] = {
    "audit.export": _("Audit trail exported"),
    "login": _("Logged in"),
    "login.failed": _("Login failed"),
    "user.change": _("User changed"),
    "user.create": _("User created"),
    "user.demo_created": _("Demo user created"),
    "agency.create": _("Agency created"),
    "agency.change": _("Agency changed"),
    "category.create": _("Category created"),
    "category.change": _("Category changed"),
    "routing.add": _("Routing rule added"),
    "routing.remove": _("Routing rule removed"),
    "report.submit": _("Report submitted"),
    "report.verify": _("Report verified"),
    "report.reject": _("Report rejected"),
    "report.merge": _("Report merged into another"),
    "report.answer": _("Report answered"),
    "report.forward": _("Report forwarded"),
    "report.assign": _("Unit or person assigned to the report"),
    "report.start": _("Work on the report started"),
    "report.follow_up": _("Report followed up"),
    "report.return": _("Report returned by the agency"),
    "report.postpone": _("Report postponed"),
    "report.close": _("Report closed"),
    "report.confirm": _("Repair confirmed by the reporter"),
    "report.reopen": _("Report reopened"),
    "report.archive": _("Report archived"),
    "report.import": _("Reports imported"),
    "reporter.read": _("Reporter's identity read"),
    "camera.viewed": _("Camera watched"),
    "camera.registered": _("Camera registered"),
    "camera.edited": _("Camera changed"),
    "camera.stage_changed": _("Camera's stage changed"),
    "camera.faulty": _("Camera failed"),
    "camera.recovered": _("Camera works again"),
    "device.register": _("Device registered"),
    "device.assign": _("Device assigned to a vehicle"),
    "device.claim": _("Unknown device claimed"),
    "quarantine.dismiss": _("Unknown device dismissed"),
    "vehicle.create": _("Vehicle created"),
    "vehicle.edit": _("Vehicle changed"),
    "fleet.export": _("Vehicles exported"),
    "zone.drawn": _("Zone drawn"),
    "zone.edited": _("Zone changed"),
    "zone.imported": _("Zones imported"),
    "zone.published": _("Zone published"),
    "zone.restored": _("Zone's version restored"),
    "zone.retired": _("Zone retired"),
    "zone.validity_began": _("Zone's validity began"),
    "zone.validity_ended": _("Zone's validity ended"),
}


def action_name(code: str) -> str:
    """The code in the reader's language; an unknown one as it is."""
    return str(ACTION_NAMES.get(code, code))
