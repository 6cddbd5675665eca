"""What a report must say, by whatever way it comes."""

from typing import Annotated, Any
from uuid import UUID

from django.core.exceptions import ValidationError as DjangoValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from kit.errors import BadInput

_Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)]


class Submission(BaseModel):
    """A report as its sender words it. Positions are WGS 84 degrees, both or neither. Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    category: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=4, max_length=140)]
    description: Annotated[str, StringConstraints(strip_whitespace=True, max_length=5000)] = ""
    landmark: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    lon: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)] | None = None
    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)] | None = None
    name: _Line = ""
    phone: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40, pattern=r"^[0-9+()\-./ ]*$")] = ""
    email: Annotated[str, StringConstraints(strip_whitespace=True, max_length=254)] = ""
    anonymous: bool = False
    confidential: bool = False
    form_token: UUID | None = None

    @model_validator(mode="after")
    def _position_is_whole(self) -> "Submission":
        if (self.lon is None) != (self.lat is None):
            raise ValueError("lon")
        return self


_MESSAGES = {
    "category": _("Choose what the report is about."),
    "title": _("Say in a few words what it is (4 to 140 letters)."),
    "description": _("The description is too long; 5,000 letters are the most."),
    "landmark": _("The description of the place is too long."),
    "lon": _("The position is not usable. Choose the place on the map again, or leave it out."),
    "lat": _("The position is not usable. Choose the place on the map again, or leave it out."),
    "name": _("The name is too long."),
    "phone": _("A telephone number has digits and + ( ) - only."),
    "email": _("This is not an e-mail address."),
    "form_token": _("The form's token is not a UUID."),
}


def parse_submission(values: dict[str, Any]) -> Submission:
    """The submission in ``values``. Raises BadInput naming the first field that is wrong."""
    _check_letters(values)
    try:
        submission = Submission.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = str(first["loc"][0]) if first["loc"] else "lon"
        if first["type"] == "extra_forbidden":
            raise BadInput(_("There is a field that is not known."), field=field) from None
        raise BadInput(_MESSAGES.get(field), field=field) from None
    _check_email(submission.email)
    return submission


def _check_letters(values: dict[str, Any]) -> None:
    """No text may have the character of number zero, which the database cannot keep."""
    for name, value in values.items():
        if isinstance(value, str) and "\0" in value:
            raise BadInput(_("The text has a character that cannot be kept."), field=name)


def _check_email(email: str) -> None:
    if not email:
        return
    try:
        validate_email(email)
    except DjangoValidationError:
        raise BadInput(_MESSAGES["email"], field="email") from None
