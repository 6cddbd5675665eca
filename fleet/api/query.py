"""Reading the query of an address: what is not understood is refused, never ignored."""

from typing import TypeVar

from django.http import HttpRequest
from pydantic import BaseModel, ConfigDict, ValidationError

from fleet.errors import BadParameter


class Query(BaseModel):
    """Base of the parameters of an endpoint."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


Q = TypeVar("Q", bound=Query)


def read(request: HttpRequest, model: type[Q]) -> Q:
    """The parameters as ``model`` types them. Raises BadParameter, naming the first one that is wrong."""
    try:
        return model.model_validate(request.GET.dict())
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = str(first["loc"][0]) if first["loc"] else None
        raise BadParameter(f"{field}: {first['msg']}" if field else first["msg"], field=field) from error
