"""What all of the app's endpoints share: strict parameters in, JSON out, errors in one form."""

import json
import re
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from geo.errors import GeoError, RefusedParameter

View = Callable[..., HttpResponse]
GEOJSON = "application/geo+json"


class Parameters(BaseModel):
    """A query string. What is not declared is refused, never ignored: a misspelt filter must not answer with
    everything.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)


P = TypeVar("P", bound=Parameters)


def parameters(request: HttpRequest, model: type[P]) -> P:
    """The parsed query string. Raises RefusedParameter that names the parameter."""
    repeated = [name for name, values in request.GET.lists() if len(values) > 1]
    if repeated:
        raise RefusedParameter(
            gettext('The parameter "%(name)s" is given more than once.') % {"name": repeated[0][:40]}
        )
    try:
        return model.model_validate(request.GET.dict())
    except ValidationError as error:
        raise RefusedParameter(_sentence(error)) from error


def _sentence(error: ValidationError) -> str:
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])[:40]
    if first["type"] == "extra_forbidden":
        return gettext('There is no parameter "%(name)s" here.') % {"name": name}
    if first["type"] == "missing":
        return gettext('The parameter "%(name)s" is missing.') % {"name": name}
    return gettext('The parameter "%(name)s" is not right: %(why)s') % {"name": name, "why": _why(first)}


def _why(error: ErrorDetails) -> str:
    """What is wrong, in the language of the request; pydantic's own messages are English."""
    context = error.get("ctx", {})
    match error["type"]:
        case "float_parsing" | "finite_number":
            return gettext("it must be a number, such as 98.49.")
        case "int_parsing" | "int_parsing_size":
            return gettext("it must be a whole number, written in digits.")
        case "greater_than_equal":
            return gettext("it must be %(limit)s or more.") % {"limit": context["ge"]}
        case "less_than_equal":
            return gettext("it must be %(limit)s or less.") % {"limit": context["le"]}
        case "string_too_short":
            return gettext("it must not be empty.")
        case "string_too_long":
            return gettext("it must be at most %(limit)s characters long.") % {"limit": context["max_length"]}
        case "enum" | "literal_error":
            known = re.findall(r"'([^']*)'", str(context["expected"]))
            return gettext("it must be one of: %(known)s.") % {"known": ", ".join(known)}
        case _:
            return gettext("this value cannot be used.")


def answers_errors(view: View) -> View:
    """Turns the app's errors into `{"error": {"code", "message"}}` with their status."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except GeoError as error:
            return JsonResponse({"error": {"code": error.code, "message": error.message}}, status=error.status)

    return wrapped


def feature_collection(features: Iterable[tuple[dict[str, object], str | None]]) -> HttpResponse:
    """A GeoJSON answer from properties and geometries; these come as GeoJSON text from the database and are not parsed
    again.
    """
    parts = [
        f'{{"type":"Feature","id":{json.dumps(properties.get("code"))},"properties":'
        f'{json.dumps(properties, ensure_ascii=False, separators=(",", ":"))},"geometry":{geometry or "null"}}}'
        for properties, geometry in features
    ]
    body = '{"type":"FeatureCollection","features":[' + ",".join(parts) + "]}"
    return HttpResponse(body, content_type=GEOJSON)
