"""The roles of a command centre."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is in the centre; the table beside this file says what each may do."""

    OPERATOR = "operator", _("operator")
    SUPERVISOR = "supervisor", _("supervisor")
    AGENCY_OFFICER = "agency_officer", _("agency officer")
    FIELD_STAFF = "field_staff", _("field staff")
    PLANNER = "planner", _("planner")
    EXECUTIVE = "executive", _("executive")
    ADMINISTRATOR = "administrator", _("administrator")


CENTRE = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.PLANNER, Role.EXECUTIVE, Role.ADMINISTRATOR})
"""Roles that see the whole region, not one agency's part of it."""
