"""The TypeScript types of live events, from the schemas of the events that the apps have registered."""

import inspect
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel

from live import messages
from live.events import GEOJSON
from live.registry import Entity

FILE: Final = Path(__file__).parent / "src" / "net" / "live" / "types.ts"
_LINE: Final = 110
"""As biome formats."""

_PRIMITIVES: Final = {
    "string": "string",
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
    "null": "null",
}
_HEAD: Final = """// Written by `manage.py live_types` from the server's schemas. Do not edit.
/** The public faces of what the wall shows, and what a client may say, as the server has them. */
import type { MultiPolygon, Polygon } from "geojson";
"""
_CLIENT_MESSAGES: Final[tuple[type[BaseModel], ...]] = (messages.Start, messages.Cells, messages.Resync)

Schema = Mapping[str, Any]


class UnknownSchema(ValueError):
    """A schema for which no TypeScript type is known."""


def live_types(entities: Iterable[Entity]) -> str:
    """The content of ``types.ts``."""
    known = sorted(entities, key=lambda entity: entity.name)
    choices: dict[str, list[str]] = {}
    faces = [interface(_face_name(entity.name), entity.changed, choices) for entity in known]
    said = [interface(message.__name__, message, choices) for message in _CLIENT_MESSAGES]
    rows = "".join(f"  {entity.name}: {_face_name(entity.name)};\n" for entity in known)
    parts = [
        _HEAD,
        "/** The version of the messages; another one is not understood. */\n"
        f"export const PROTOCOL = {messages.PROTOCOL};\n"
        "/** The topic of position frames; every other topic is an entity. */\n"
        f"export const POSITIONS = {json.dumps(messages.POSITIONS)};\n",
        *(_choices(name, values) for name, values in sorted(choices.items())),
        *faces,
        f"export interface Faces {{\n{rows}}}\n",
        _array("ENTITY_TYPES", [entity.name for entity in known])
        + "export type EntityType = (typeof ENTITY_TYPES)[number];\n"
        'export type EventType = `${EntityType}.${"changed" | "removed"}`;\n',
        *said,
        f"export type ClientMessage = {' | '.join(message.__name__ for message in _CLIENT_MESSAGES)};\n",
    ]
    return "\n".join(parts)


def interface(name: str, model: type[BaseModel], choices: dict[str, list[str]]) -> str:
    """``model`` as it is sent. The names of choices that it uses are added to ``choices``."""
    schema = model.model_json_schema(mode="serialization")
    doc = "\n * ".join(inspect.cleandoc(model.__doc__ or name).replace("``", "`").splitlines())
    comment = f"/** {doc} */" if "\n" not in doc else f"/**\n * {doc}\n */"
    comment = "\n".join(line.rstrip() for line in comment.splitlines())
    fields = "".join(f"  {field}: {type_of(each, choices)};\n" for field, each in schema["properties"].items())
    return f"{comment}\nexport interface {name} {{\n{fields}}}\n"


def type_of(schema: Schema, choices: dict[str, list[str]]) -> str:
    """The TypeScript type of a schema. Raises UnknownSchema."""
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(type_of(each, choices) for each in schema["anyOf"]))
    if schema.get("format") == GEOJSON:
        return str(schema["title"])
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return _chosen(schema, choices)
    if schema.get("type") == "array":
        items = type_of(schema["items"], choices)
        return f"readonly {items}[]" if " | " not in items else f"readonly ({items})[]"
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"Readonly<Record<string, {type_of(schema['additionalProperties'], choices)}>>"
    if schema.get("type") in _PRIMITIVES:
        return _PRIMITIVES[schema["type"]]
    raise UnknownSchema(json.dumps(schema, default=str))


def _chosen(schema: Schema, choices: dict[str, list[str]]) -> str:
    """The name of a type whose values are listed; it is the schema's title."""
    name, values = str(schema["title"]), list(schema["enum"])
    if choices.setdefault(name, values) != values:
        raise UnknownSchema(f"{name} has two lists of values")
    return name


def _face_name(entity: str) -> str:
    return "".join(part.capitalize() for part in entity.split("_"))


def _choices(name: str, values: list[str]) -> str:
    array = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).upper()
    if array.endswith("Y"):
        array = f"{array[:-1]}IES"
    else:
        array += "ES" if array.endswith("S") else "S"
    return f"{_array(array, values)}export type {name} = (typeof {array})[number];\n"


def _array(name: str, values: list[str]) -> str:
    """A constant of texts, formatted as biome does."""
    items = [json.dumps(value) for value in values]
    line = f"export const {name} = [{', '.join(items)}] as const;"
    if len(line) <= _LINE:
        return f"{line}\n"
    rows = "".join(f"  {item},\n" for item in items)
    return f"export const {name} = [\n{rows}] as const;\n"
