"""Who may do what: the one table that every permission in the product comes from."""

from enum import Enum, StrEnum
from typing import Final

from people.access.roles import Role


class Verb(StrEnum):
    """Everything that needs a permission."""

    WALL_VIEW = "wall.view"
    DESK_VIEW = "desk.view"
    FIELD_VIEW = "field.view"

    COMPLAINT_VIEW = "complaint.view"
    COMPLAINT_RECORD = "complaint.record"
    COMPLAINT_VERIFY = "complaint.verify"
    COMPLAINT_REJECT = "complaint.reject"
    COMPLAINT_MERGE = "complaint.merge"
    COMPLAINT_ANSWER = "complaint.answer"
    COMPLAINT_ROUTE = "complaint.route"
    COMPLAINT_ASSIGN = "complaint.assign"
    COMPLAINT_START = "complaint.start"
    COMPLAINT_FOLLOW_UP = "complaint.follow_up"
    COMPLAINT_RETURN = "complaint.return"
    COMPLAINT_POSTPONE = "complaint.postpone"
    COMPLAINT_CLOSE = "complaint.close"
    COMPLAINT_REOPEN = "complaint.reopen"
    COMPLAINT_ARCHIVE = "complaint.archive"
    COMPLAINT_CORRECT = "complaint.correct"
    SURGE_SWITCH = "surge.switch"
    COMPLAINT_IMPORT = "complaint.import"
    REPORTER_VIEW = "reporter.view"

    INCIDENT_VIEW = "incident.view"
    INCIDENT_MANAGE = "incident.manage"

    VEHICLE_VIEW = "vehicle.view"
    VEHICLE_EDIT = "vehicle.edit"
    FLEET_REPORT = "fleet.report"
    DEVICE_CLAIM = "device.claim"
    QUARANTINE_VIEW = "quarantine.view"
    VEHICLE_SHARE = "vehicle.share"
    VEHICLE_TAKE = "vehicle.take"
    DRIVER_VIEW = "driver.view"
    DRIVER_EDIT = "driver.edit"
    DRIVER_ASSIGN = "driver.assign"
    RULE_VIEW = "rule.view"
    RULE_EDIT = "rule.edit"
    EVENT_ACKNOWLEDGE = "event.acknowledge"
    HOLD_EDIT = "hold.edit"

    CAMERA_VIEW = "camera.view"
    CAMERA_EDIT = "camera.edit"

    ZONE_VIEW = "zone.view"
    ZONE_DRAW = "zone.draw"
    ZONE_PUBLISH = "zone.publish"

    AUDIT_VIEW = "audit.view"
    USER_EDIT = "user.edit"
    USER_CONFIRM = "user.confirm"
    AGENCY_EDIT = "agency.edit"
    CATEGORY_EDIT = "category.edit"
    API_KEY_MAKE = "api_key.make"
    WEBHOOK_EDIT = "webhook.edit"


class Scope(Enum):
    """How far a permission reaches."""

    ANY = "any"
    OWN_AGENCY = "own agency"
    ASSIGNED = "assigned"


_OPERATOR, _SUPERVISOR, _OFFICER = Role.OPERATOR, Role.SUPERVISOR, Role.AGENCY_OFFICER
_FIELD = Role.FIELD_STAFF
_PLANNER, _EXECUTIVE, _ADMINISTRATOR = Role.PLANNER, Role.EXECUTIVE, Role.ADMINISTRATOR


def _everywhere(*roles: Role) -> dict[Role, Scope]:
    return dict.fromkeys(roles, Scope.ANY)


_OWN: Final = {_OFFICER: Scope.OWN_AGENCY}
# Field staff work what an officer of their agency gave them, and see nothing else.
_ASSIGNED: Final = {_FIELD: Scope.ASSIGNED}
_DUTY: Final = _everywhere(_OPERATOR, _SUPERVISOR)
_WATCHERS: Final = _everywhere(_OPERATOR, _SUPERVISOR, _PLANNER, _EXECUTIVE, _ADMINISTRATOR)

TABLE: Final[dict[Verb, dict[Role, Scope]]] = {
    Verb.WALL_VIEW: _WATCHERS | _OWN,
    Verb.DESK_VIEW: _everywhere(_OPERATOR, _SUPERVISOR, _EXECUTIVE, _ADMINISTRATOR) | _OWN,
    Verb.FIELD_VIEW: {_FIELD: Scope.ASSIGNED},
    Verb.COMPLAINT_VIEW: _WATCHERS | _OWN | _ASSIGNED,
    Verb.COMPLAINT_RECORD: _DUTY,
    Verb.COMPLAINT_VERIFY: _DUTY,
    Verb.COMPLAINT_REJECT: _DUTY,
    Verb.COMPLAINT_MERGE: _DUTY,
    Verb.COMPLAINT_ANSWER: _DUTY,
    Verb.COMPLAINT_ROUTE: _DUTY,
    Verb.COMPLAINT_ASSIGN: _OWN,
    Verb.COMPLAINT_START: _OWN | _ASSIGNED,
    Verb.COMPLAINT_FOLLOW_UP: _OWN | _ASSIGNED,
    Verb.COMPLAINT_RETURN: _OWN,
    Verb.COMPLAINT_POSTPONE: _everywhere(_SUPERVISOR) | _OWN,
    Verb.COMPLAINT_CLOSE: _DUTY,
    Verb.COMPLAINT_REOPEN: _DUTY,
    Verb.COMPLAINT_ARCHIVE: _everywhere(_SUPERVISOR),
    Verb.COMPLAINT_CORRECT: _DUTY,
    Verb.SURGE_SWITCH: _everywhere(_SUPERVISOR),
    Verb.COMPLAINT_IMPORT: _everywhere(_ADMINISTRATOR),
    # The centre holds a hidden reporter's identity; an administrator reads it only with an audited reason.
    # An officer reads that of the own agency's complaints, and never a hidden one (`complaints.selectors.reporter`).
    Verb.REPORTER_VIEW: _DUTY | _OWN,
    # An agency sees the incidents that hold a complaint or a vehicle of its own.
    Verb.INCIDENT_VIEW: _WATCHERS | _OWN,
    Verb.INCIDENT_MANAGE: _DUTY,
    Verb.VEHICLE_VIEW: _WATCHERS | _OWN,
    Verb.VEHICLE_EDIT: _everywhere(_SUPERVISOR, _ADMINISTRATOR),
    Verb.FLEET_REPORT: _WATCHERS | _OWN,
    Verb.DEVICE_CLAIM: _everywhere(_OPERATOR, _SUPERVISOR, _ADMINISTRATOR),
    Verb.QUARANTINE_VIEW: _everywhere(_OPERATOR, _SUPERVISOR, _ADMINISTRATOR),
    Verb.VEHICLE_SHARE: _everywhere(_OPERATOR, _SUPERVISOR, _ADMINISTRATOR),
    # Whoever drives says so with the code that lies in the vehicle.
    Verb.VEHICLE_TAKE: {_FIELD: Scope.OWN_AGENCY},
    Verb.DRIVER_VIEW: _everywhere(_OPERATOR, _SUPERVISOR, _ADMINISTRATOR) | _OWN,
    Verb.DRIVER_EDIT: _everywhere(_SUPERVISOR, _ADMINISTRATOR),
    Verb.DRIVER_ASSIGN: _everywhere(_OPERATOR, _SUPERVISOR, _ADMINISTRATOR),
    Verb.RULE_VIEW: _everywhere(_OPERATOR, _SUPERVISOR, _ADMINISTRATOR) | _OWN,
    Verb.RULE_EDIT: _everywhere(_SUPERVISOR, _ADMINISTRATOR),
    Verb.EVENT_ACKNOWLEDGE: _DUTY,
    Verb.HOLD_EDIT: _everywhere(_SUPERVISOR, _ADMINISTRATOR),
    Verb.CAMERA_VIEW: _WATCHERS | _OWN,
    Verb.CAMERA_EDIT: _everywhere(_SUPERVISOR, _ADMINISTRATOR),
    Verb.ZONE_VIEW: _WATCHERS | _everywhere(_OFFICER),
    Verb.ZONE_DRAW: _everywhere(_PLANNER),
    Verb.ZONE_PUBLISH: _everywhere(_PLANNER),
    Verb.AUDIT_VIEW: _everywhere(_SUPERVISOR, _ADMINISTRATOR),
    Verb.USER_EDIT: _everywhere(_ADMINISTRATOR),
    # The second person for accounts that reach hidden reporters (people.actions.account_change).
    Verb.USER_CONFIRM: _everywhere(_SUPERVISOR, _ADMINISTRATOR),
    Verb.AGENCY_EDIT: _everywhere(_ADMINISTRATOR),
    Verb.CATEGORY_EDIT: _everywhere(_ADMINISTRATOR),
    # A key reads as its maker; whoever may see nothing through the API needs none.
    Verb.API_KEY_MAKE: _WATCHERS | _OWN,
    Verb.WEBHOOK_EDIT: _everywhere(_ADMINISTRATOR),
}
