"""Create or change a category: what complaints may be about, and what follows from it."""

from dataclasses import dataclass, fields

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from complaints.models import Category, ComplaintClass
from kit.errors import BadInput
from people import audit
from people.access import Verb, require
from people.models import Agency, User


@dataclass(frozen=True)
class CategoryDetails:
    """What an administrator says of a category; `Category` explains the flags."""

    code: str
    name: str
    name_en: str = ""
    complaint_class: ComplaintClass = ComplaintClass.COMPLAINT
    supervisory: bool = False
    emergency: bool = False
    default_agency: Agency | None = None
    needs_second_person: bool = False
    active: bool = True


def save_category(
    actor: User, details: CategoryDetails, category: Category | None = None, request: HttpRequest | None = None
) -> Category:
    """Write ``details`` into ``category``, or into a new one. Raises Denied, and BadInput with the field at fault.

    Complaints that are there keep their class and priority. A category is switched off, never deleted.
    """
    require(actor, Verb.CATEGORY_EDIT)
    target = category or Category()
    before = _face(target) if category is not None else None
    _check_agency(details, target)
    for field in fields(details):
        setattr(target, field.name, getattr(details, field.name))
    try:
        target.full_clean()
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise BadInput(messages[0], field=name) from error
    with transaction.atomic():
        target.save()
        changes = {"before": before, "after": _face(target)}
        audit.record(actor, "category.change" if category else "category.create", target, changes, request)
    return target


def _check_agency(details: CategoryDetails, target: Category) -> None:
    """A switched-off agency may stay where it was, and is not chosen anew."""
    agency = details.default_agency
    if agency is not None and not agency.active and agency.pk != target.default_agency_id:
        raise BadInput(_("This agency is switched off; choose another one."), field="default_agency")


def _face(category: Category) -> dict[str, object]:
    values: dict[str, object] = {field.name: getattr(category, field.name) for field in fields(CategoryDetails)}
    agency = category.default_agency
    return {**values, "default_agency": agency.code if agency else None}
