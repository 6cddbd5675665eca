"""``GET /api/v1/openapi.json``: the OpenAPI 3.1 document, made from the table of endpoints and the typed models."""

import json
from functools import cache
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe
from pydantic.json_schema import models_json_schema

from fleet.api.endpoints import ENDPOINTS, Endpoint
from fleet.api.schemas import Answer, Error
from fleet.events.webhook_source import VehicleEventMessage
from kit.http.etag import etag_of
from kit.http.parameters import Query, read
from notify.message import Message, TestMessage
from notify.webhooks.signature import SIGNATURE, TIMESTAMP

REFERENCE: Final = "#/components/schemas/{model}"
_DESCRIPTION: Final = (
    "Reads the fleet of a command centre. Every answer holds what the asker may see and nothing else. A parameter that "
    "is not listed here is refused with 400. Lists come in pages; follow `next` or the Link header until there is none."
)
_ERRORS: Final = {
    "400": "A parameter is unknown, missing, doubled or wrong; `field` names it.",
    "401": "No session and no key, or a key that is not valid.",
    "403": "The asker may not do this.",
}
_NOT_FOUND: Final = "There is no such {named}, or it is not for the asker: the answer is the same."


class NoQuery(Query):
    """No parameters."""


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The document; for everybody, as it tells nothing but the form."""
    read(request, NoQuery)
    body, etag = _serialised()
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(body, content_type="application/json")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@cache
def _serialised() -> tuple[bytes, str]:
    body = json.dumps(document(), ensure_ascii=False).encode()
    return body, etag_of(body)


def document() -> dict[str, Any]:
    """The whole document, as JSON would hold it."""
    answers = dict.fromkeys(endpoint.answer for endpoint in ENDPOINTS)
    models: list[type[Answer] | type[Message]] = [*answers, Error, VehicleEventMessage, TestMessage]
    _, schemas = models_json_schema([(model, "serialization") for model in models], ref_template=REFERENCE)
    shared = dict(schemas["$defs"])
    paths = {endpoint.path: {"get": _operation(endpoint, shared)} for endpoint in ENDPOINTS}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pantau", "version": "1", "description": _DESCRIPTION},
        "paths": paths,
        "webhooks": {
            "vehicle_event": {"post": _webhook("What happens to vehicles", VehicleEventMessage)},
            "test": {"post": _webhook("Sent when an administrator tests a webhook", TestMessage)},
        },
        "components": {
            "schemas": shared,
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": "A key made at /fleet/keys/."},
                "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
            },
        },
        "security": [{"key": []}, {"session": []}],
    }


def _webhook(summary: str, message: type[Message]) -> dict[str, Any]:
    return {
        "summary": f"{summary}; see docs/webhooks.md for the signature",
        "parameters": [
            {"name": name, "in": "header", "required": True, "schema": {"type": "string"}}
            for name in (TIMESTAMP, SIGNATURE, "Idempotency-Key")
        ],
        "requestBody": {"content": {"application/json": {"schema": _reference(message)}}},
        "responses": {
            "2XX": {"description": "Delivered. Anything else is tried again, for a day; 410 ends it at once."}
        },
    }


def _operation(endpoint: Endpoint, shared: dict[str, Any]) -> dict[str, Any]:
    content = {"application/json": {"schema": _reference(endpoint.answer)}}
    asked_for = {"vehicle": "{vehicle_id}" in endpoint.path, "agency": False}
    named = " or ".join(name for name, told in asked_for.items() if told or name in endpoint.query.model_fields)
    errors = _ERRORS | ({"404": _NOT_FOUND.format(named=named)} if named else {})
    return {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "parameters": _parameters(endpoint, shared),
        "responses": {
            "200": {
                "description": endpoint.answer.__doc__ or endpoint.summary,
                "headers": _HEADERS,
                "content": content,
            },
            "304": {"description": "What the asker has still holds."},
            **{status: _failure(text) for status, text in errors.items()},
        },
    }


_HEADERS: Final = {
    "ETag": {"description": "For If-None-Match.", "schema": {"type": "string"}},
    "Link": {"description": 'The next page, with rel="next"; absent on the last.', "schema": {"type": "string"}},
}


def _parameters(endpoint: Endpoint, shared: dict[str, Any]) -> list[dict[str, Any]]:
    schema = endpoint.query.model_json_schema(by_alias=True, ref_template=REFERENCE)
    shared.update(schema.get("$defs", {}))
    required = set(schema.get("required", ()))
    found: list[dict[str, Any]] = []
    if "{vehicle_id}" in endpoint.path:
        found.append({"name": "vehicle_id", "in": "path", "required": True, "schema": {"type": "integer"}})
    for name, field in schema["properties"].items():
        field = {key: value for key, value in field.items() if key != "title"}  # noqa: PLW2901
        one = {"name": name, "in": "query", "required": name in required, "schema": field}
        if "description" in field:
            one["description"] = field.pop("description")
        if any(kind.get("type") == "array" for kind in field.get("anyOf", ())):
            one |= {"style": "form", "explode": False}
        found.append(one)
    return found


def _reference(model: type[Answer] | type[Message]) -> dict[str, str]:
    return {"$ref": REFERENCE.format(model=model.__name__)}


def _failure(text: str) -> dict[str, Any]:
    return {"description": text, "content": {"application/json": {"schema": _reference(Error)}}}
