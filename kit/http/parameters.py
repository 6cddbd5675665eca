"""Reading the query of an address: what is not understood is refused, never ignored."""

from datetime import timedelta
from typing import Annotated, Any, Final, Self, TypeVar

from django.http import HttpRequest
from django.utils.translation import gettext as _
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from kit.errors import BadParameter
from kit.validation_messages import named_problem

LONGEST: Final = timedelta(days=92)
MOST: Final = 1000
"""Entries of one page."""


class Query(BaseModel):
    """Base of the parameters of an endpoint."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


Q = TypeVar("Q", bound=Query)


def read(request: HttpRequest, model: type[Q]) -> Q:
    """The parameters as ``model`` types them. Raises BadParameter, naming the first one that is wrong or doubled."""
    for name in request.GET:
        if len(request.GET.getlist(name)) > 1:
            raise BadParameter(_("%(name)s: given more than once") % {"name": name[:60]}, field=name[:60])
    try:
        return model.model_validate(request.GET.dict())
    except ValidationError as error:
        text, field = named_problem(error)
        raise BadParameter(text, field=field) from error


def _iso(value: Any) -> Any:
    """Unix seconds would be taken silently, and a plus sign that was not escaped arrives as a space."""
    if isinstance(value, str) and "T" not in value.upper():
        raise ValueError(_("write the time as 2026-03-01T08:00:00Z, or with its zone"))
    if isinstance(value, str) and " " in value:
        raise ValueError(_("write the + of the zone as %2B"))
    return value


def _parts(value: Any) -> Any:
    return [part.strip() for part in value.split(",")] if isinstance(value, str) else value


Moment = Annotated[AwareDatetime, BeforeValidator(_iso)]
COMMAS: Final = BeforeValidator(_parts)
"""A list is written ``a,b``."""


class PageQuery(Query):
    """``cursor`` is what the address in ``next`` of the page before holds."""

    limit: Annotated[int, Field(ge=1, le=MOST, description="Entries of one page.")] = 200
    cursor: Annotated[str, Field(max_length=400, description="Comes with `next`; not to be made up.")] = ""


class PeriodQuery(PageQuery):
    """``from`` and ``to`` bound the answer, so that no address reads the whole history."""

    since: Annotated[Moment, Field(alias="from", description="ISO 8601 with a zone; inclusive.")]
    until: Annotated[Moment, Field(alias="to", description="ISO 8601 with a zone; exclusive. At most 92 days on.")]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not timedelta(0) < self.until - self.since <= LONGEST:
            raise ValueError(_("to: must lie after from, by at most 92 days"))
        return self
