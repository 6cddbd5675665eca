"""Entering a driver, and changing what is known of one."""

from dataclasses import dataclass, fields
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from fleet.models import Driver
from kit.errors import BadInput
from kit.telephone import MESSAGE, is_telephone
from kit.text import storable
from people import audit
from people.access import Verb, require
from people.models import Agency, User


@dataclass(frozen=True)
class DriverDetails:
    """All that is known of a driver."""

    name: str
    agency: Agency | None = None
    user: User | None = None
    licence_number: str = ""
    licence_expires_on: date | None = None
    phone: str = ""
    active: bool = True


_FIELDS = tuple(field.name for field in fields(DriverDetails))


def save_driver(
    actor: User, details: DriverDetails, driver: Driver | None = None, request: HttpRequest | None = None
) -> Driver:
    """Write a new driver, or ``driver`` anew. Raises Denied, BadInput with the field that is wrong."""
    new = driver is None
    driver = driver or Driver(agency=details.agency)
    require(actor, Verb.DRIVER_EDIT, driver)
    before = {name: _plain(getattr(driver, name)) for name in _FIELDS}
    for name in _FIELDS:
        value = getattr(details, name)
        setattr(driver, name, value.strip() if isinstance(value, str) else value)
    if not storable(driver.name + driver.licence_number + driver.phone):
        raise BadInput(_("A field holds a character that no text can have."))
    if driver.phone and not is_telephone(driver.phone):
        raise BadInput(MESSAGE, field="phone")
    try:
        driver.full_clean()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise BadInput(messages[0], field=field) from error
    with transaction.atomic():
        driver.save()
        after = {name: _plain(getattr(driver, name)) for name in before}
        changed = sorted(name for name in before if before[name] != after[name])
        # The names of the fields alone: licence and telephone are the driver's own business.
        audit.record(actor, "driver.create" if new else "driver.edit", driver, {"fields": changed}, request)
    return driver


def _plain(value: object) -> object:
    return value.pk if isinstance(value, Agency | User) else value
