"""What a complaint must say, by whatever way it comes."""

from typing import Annotated, Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError as DjangoValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)

from geo.position import read_position
from kit.errors import BadInput
from kit.telephone import checked_telephone
from kit.text import clean, is_blank, storable


def _visible(text: object) -> object:
    """Lengths count what can be seen: a title of zero-width spaces is an empty one."""
    if not isinstance(text, str):
        return text
    cleaned = clean(text)
    return "" if is_blank(cleaned) else cleaned


def _no_number(value: object) -> object:
    """A flag is true or false: 1 and "yes" are read by the form's own reader, not guessed here."""
    if not isinstance(value, bool):
        raise ValueError("not a truth value")
    return value


Flag = Annotated[bool, BeforeValidator(_no_number)]
Category = Annotated[str, BeforeValidator(_visible), StringConstraints(min_length=1, max_length=60)]
Title = Annotated[str, BeforeValidator(_visible), StringConstraints(min_length=4, max_length=140)]
Description = Annotated[str, BeforeValidator(_visible), StringConstraints(max_length=5000)]
Landmark = Annotated[str, BeforeValidator(_visible), StringConstraints(max_length=200)]
Name = Annotated[str, BeforeValidator(_visible), StringConstraints(max_length=120)]
Email = Annotated[str, BeforeValidator(_visible), StringConstraints(max_length=254)]
Phone = Annotated[str, AfterValidator(lambda text: checked_telephone(text, field="phone"))]


class Submission(BaseModel):
    """A complaint as its sender words it. Positions are WGS 84 degrees, both or neither. Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    category: Category
    title: Title
    description: Description = ""
    landmark: Landmark = ""
    lon: float | None = None
    lat: float | None = None
    name: Name = ""
    phone: Phone = ""
    email: Email = ""
    anonymous: Flag = False
    confidential: Flag = False
    form_token: UUID | None = None


_MESSAGES = {
    "category": _("Choose what the complaint is about."),
    "title": _("Say in a few words what it is (4 to 140 letters)."),
    "description": _("The description is too long; 5,000 letters are the most."),
    "landmark": _("The description of the place is too long."),
    "name": _("The name is too long."),
    "email": _("This is not an e-mail address."),
    "anonymous": _("Use true or false."),
    "confidential": _("Use true or false."),
    "form_token": _("The form's token is not a UUID."),
}


_ONE_TEXT: Final[dict[str, TypeAdapter[str]]] = {
    "title": TypeAdapter(Title),
    "description": TypeAdapter(Description),
    "landmark": TypeAdapter(Landmark),
    "name": TypeAdapter(Name),
    "phone": TypeAdapter(Phone),
    "email": TypeAdapter(Email),
}


def parse_submission(values: dict[str, Any]) -> Submission:
    """The submission in ``values``. Raises BadInput naming the first field that is wrong."""
    _check_letters(values)
    position = read_position(values.get("lon"), values.get("lat"))
    lon, lat = position or (None, None)
    try:
        submission = Submission.model_validate({**values, "lon": lon, "lat": lat})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = str(first["loc"][0]) if first["loc"] else None
        if first["type"] == "extra_forbidden":
            raise BadInput(_("There is a field that is not known."), field=field) from None
        raise BadInput(_MESSAGES.get(field or ""), field=field) from None
    _check_email(submission.email)
    return submission


def checked_value(name: str, value: str) -> str:
    """One text of a submission, by the same rules as the whole. Raises BadInput naming the field."""
    _check_letters({name: value})
    try:
        checked: str = _ONE_TEXT[name].validate_python(value)
    except ValidationError:
        raise BadInput(_MESSAGES.get(name), field=name) from None
    if name == "email":
        _check_email(checked)
    return checked


def _check_letters(values: dict[str, Any]) -> None:
    for name, value in values.items():
        if isinstance(value, str) and not storable(value):
            raise BadInput(_("The text has a character that cannot be kept."), field=name)


def _check_email(email: str) -> None:
    if not email:
        return
    try:
        validate_email(email)
    except DjangoValidationError:
        raise BadInput(_MESSAGES["email"], field="email") from None
